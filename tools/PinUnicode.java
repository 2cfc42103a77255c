/** Prints what a JDK knows of each code point: number, general category, script; for pin_unicode.py. */
final class PinUnicode {
    public static void main(String[] arguments) {
        StringBuilder lines = new StringBuilder();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            lines.append(point).append(' ').append(Character.getType(point)).append(' ')
                .append(Character.UnicodeScript.of(point)).append('\n');
        }
        System.out.print(lines);
    }
}
