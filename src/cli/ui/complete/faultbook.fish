# Completions of faultbook for fish. They ask faultbook itself, which knows the ids, fields and levels.
function __faultbook
    set --local words (commandline --current-process --tokenize --cut-at-cursor)
    set --local word (commandline --current-token --cut-at-cursor)
    FAULTBOOK_COMPLETE=fish command faultbook -- $words "$word" 2>/dev/null
end
complete --command faultbook --no-files --keep-order --arguments '(__faultbook)'
