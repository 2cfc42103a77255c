# An adapter whose child leaves the session, keeps the pipes open, and is nobody's child.
(setsid sh -c 'echo $$ >> "$1"; exec sleep 600' sh "$1" &)
while ! [ -s "$1" ]; do sleep 0.01; done
[ "$2" = leave ] && exit 3
exec sleep 600
