#compdef faultbook
# Completions of faultbook for zsh. They ask faultbook itself, which knows the ids, fields and levels.
_faultbook() {
    local reply
    local -a whole begun
    # zsh would quote the ~ of our answer; only a path begins so.
    if [[ $PREFIX == \~* ]]; then
        _files
        return
    fi
    for reply in "${(@f)$(FAULTBOOK_COMPLETE=zsh command faultbook -- "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        # No space where more is to be typed: the value of a condition, a file of a folder.
        case ${reply%%:*} in
            '') ;;
            *[=\<\>~/]) begun+=("$reply") ;;
            *) whole+=("$reply") ;;
        esac
    done
    _describe -V faultbook whole -- begun -S ''
}
if [[ ${funcstack[1]-} == _faultbook ]]; then
    _faultbook "$@"
else
    compdef _faultbook faultbook
fi
