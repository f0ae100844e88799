# Completions of faultbook for bash. They ask faultbook itself, which knows the ids, fields and levels.
_faultbook() {
    local reply
    COMPREPLY=()
    while IFS= read -r reply; do
        COMPREPLY+=("$reply")
    done < <(FAULTBOOK_COMPLETE=bash command faultbook -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    # No space where more is to be typed: the value of a condition, a file of a folder.
    case ${COMPREPLY[0]-} in
        *[=\<\>~/]) compopt -o nospace 2>/dev/null ;;
    esac
}
complete -o nosort -F _faultbook faultbook 2>/dev/null || complete -F _faultbook faultbook
