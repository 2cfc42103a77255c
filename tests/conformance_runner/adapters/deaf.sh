# An adapter that tells in a folder that it was asked, and answers nothing.
read -r question
echo "$question" > "$1/asked"
exec sleep "$2"
