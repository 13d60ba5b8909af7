"""Random regular expressions of the kinds that people write, and texts with line ends and letters beyond ASCII."""

PIECES = ["", "a", "b", "ab", "aab", "A", "B", "x", "1", "42", " ", "  ", "\n", "\r", "\r\n", "\n\n", "\t", "é", "É", "ß", "ñ", "Ж", "ж", "日本", "e\u0301", "😀", "\u00a0", "\u0085", "\u2028",
          "_", "-", ",", ";", ".", "/", "$", "\\", "(", "\u0301", "K", "k", "ſ", "²", "Ⅷ", "٣", "\u000b", "\u001b", "José", "name@example.org", "+49 30 12", "2024-05-01", "a=b&c=d"]
ATOMS = ["a", "b", "ab", "c", "x", "é", "É", "ß", "Ж", "日", "1", ",", "-", "_", " ", "@", "\\.", "\\$", "\\\\", "\\/", "\\-", ".", ".", ".", "\\d", "\\D", "\\w", "\\w", "\\W", "\\s", "\\s", "\\S", "\\h", "\\H", "\\v", "\\V",
         "\\R", "\\n", "\\r", "\\t", "\\e", "\\cI", "\\x41", "\\x{e9}", "\\u00e9", "\\u00E9", "\\061", "\\0141", "\\Qa.b\\E", "\\Q.\\E", "\\QA", "[abc]", "[^abc]", "[a-c]", "[^a-c]", "[A-Z]", "[0-9]", "[a-zA-Z0-9]",
         "[^a-zA-Z0-9]", "[\\w.-]", "[^\\w\\s]", "[\\s,;]", "[,;]", "[-a]", "[a-]", "[]a]", "[^]a]", "[.]", "[$]", "[é-ñ]", "[^\\x00-\\x7F]", "[\\r\\n]", "[^\\n]", "[\\Qa-c\\E]", "[a-c&&[^b]]", "[a-z&&[abx]]", "[a-c[1-4]]",
         "[\\p{L}\\d]", "[^\\p{L}]", "[\\p{Punct}\\s]", "[\\P{L}a]", "[\\h_]", "[^\\W_]", "[&a]", "[a&&b]", "[\\d&&[^1]]"]
PROPERTIES = ["L", "Lu", "Ll", "N", "Nd", "P", "S", "M", "Mn", "Z", "Zs", "C", "Cc", "Sc", "LC", "Alpha", "Digit", "Alnum", "Punct", "Lower", "Upper", "Space", "Blank", "XDigit", "ASCII", "Cntrl", "Graph", "Print",
              "IsAlphabetic", "IsLetter", "IsDigit", "IsLatin", "IsGreek", "IsCyrillic", "IsHan", "IsLatn", "IsL", "IsLu", "IsPunctuation", "IsWhite_Space", "IsUppercase", "IsLowercase", "IsAlpha", "script=Latin",
              "sc=Cyrillic", "gc=Lu", "general_category=Nd", "Foo", "javaLetter", "InGreek"]
EDGES = ["^", "^", "$", "$", "$", "\\b", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\G"]
FLAGS = ["(?i)", "(?i)", "(?m)", "(?m)", "(?s)", "(?im)", "(?-i)", "(?ms)", "(?i-s)"]
MISSING = ["(?=a)", "(?!b)", "(?<=a)", "(?<!b)", "(?>a|b)", "a++", "\\w*+", "(a)\\1", "(?<n>a)\\k<n>", "(?x)", "(?u)", "(?U)", "(?d)", "\\X", "\\N{LATIN SMALL LETTER A}"]
BROKEN = ["(", ")", "[", "a**", "*", "+", "a{", "a{2", "a{x}", "a{3,2}", "\\C", "\\y", "\\p", "\\p{", "\\p{}", "\\pL", "\\", "(?P<n>a)", "(?<n_1>a)", "(?<a>x)(?<a>y)", "(?", "(?z)", "\\x4", "\\u12", "\\0", "\\08", "[z-a]", "{2}", "a{2}{3}", "]", "}",
          "[[:alpha:]]", "a{,3}", "\\E", "(?#x)", "[a-\\d]", "[\\d-a]", "\\c"]
REPLACEMENTS = ["", "", "_", "<$0>", "<$0>", "$1", "[$1]", "$1-$2", "\\$", "\\\\", "x", "$", "\\", "$a", "${g}", "[${g}]", "${b}", "${2}", "${", "${}", "${g", "$9", "$10", "$01", "é$0"]
PEOPLE = ["^\\s+|\\s+$", "\\s+", "[^0-9]", "[^\\d+]", "\\D+", "^\\+?[1-9]\\d{1,14}$", "^[\\w.+-]+@[\\w-]+\\.[\\w.]+$", "(\\d{4})-(\\d{2})-(\\d{2})", "(?i)^jos.$", "[\\r\\n]+", "\\r?\\n", "\\R", "\\R+", "[^\\x20-\\x7E]", "\\p{L}+", "[^\\p{L}\\p{N} ]", "\\p{M}",
          "^(.*)$", "(?m)^", "(?m)$", "(?m)^(.*)$", "(?s)^.*?,", "\\bJos", "\\b", "\\w+@", "b$", "$", "\\n$", "[,;]\\s*", "\\s*,\\s*", "=|&", "^0+(?!$)", "(.)\\1", "(\\w)(\\w*)", "^(?<g>\\w)", "[\"']", "\\\\", "\\.", "\\|", "|", "(?i)[a-k]+", "\\p{Punct}", "\\p{Cntrl}", "[\\p{C}]", ".{2}", "^.{0,3}", ".*", ".*?",
          "x*", "(a|ab)(c|bcd)*", "(a*)*", "(a*)+", "(|a)*", "(|a)+", "(a|b*)*", "(?:a?b?)*", "(a?)*?b", "(?<g>a)|(?<h>b)", "((a)|b)*", "(a(b)?)+", "$\\n", "\\Z\\n?", "(?:$|x)\\s*", "a$|a\\n", "^$", "(?m)^$", "$^", "\\G\\w", "\\b.", "\\B"]


class Regexes:
    def __init__(self, random):
        self.random = random

    def chance(self, probability):
        return self.random.random() < probability

    def text(self):
        return "".join(self.random.choice(PIECES) for _ in range(self.random.randint(0, 6)))

    def atom(self, depth):
        kind = self.random.random()
        if kind < 0.14:
            return self.random.choice(EDGES)
        if kind < 0.26:
            return self.random.choice(["\\p{%s}", "\\p{%s}", "\\P{%s}", "[\\p{%s}1]", "[^\\p{%s}]"]) % self.random.choice(PROPERTIES)
        if kind < 0.42 and depth < 3:
            opening = self.random.choice(["(", "(", "(?:", "(?<g>" if depth == 0 else "(", "(?i:", "(?m:", "(?-i:"])
            return opening + self.alternatives(depth + 1) + ")"
        if kind < 0.44:
            return self.random.choice(MISSING + BROKEN)
        return self.random.choice(ATOMS)

    def sequence(self, depth):
        made = self.random.choice(FLAGS) if self.chance(0.08) else ""
        for _ in range(self.random.randint(0 if self.chance(0.1) else 1, 3)):
            made += self.atom(depth)
            if self.chance(0.35):
                made += self.random.choice(["*", "+", "?", "+", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{1,}", "{0}"])
        return made

    def alternatives(self, depth):
        return "|".join(self.sequence(depth) for _ in range(2 if self.chance(0.2) else 1))

    def pattern(self):
        if self.chance(0.25):
            return self.random.choice(PEOPLE)
        return self.random.choice(MISSING + BROKEN) if self.chance(0.03) else self.alternatives(0)

    def case(self):
        """A template that calls a method with a pattern; what is compared is its output."""
        call = self.random.choice(["[$t.replaceAll($p, $r)]", "[$t.replaceAll($p, '<$0>')]", "[$t.replaceFirst($p, $r)]", "$t.matches($p)", "#foreach($i in $t.split($p))[$i]#end",
                                   "#foreach($i in $t.split($p, %d))[$i]#end" % self.random.choice([-1, 1, 2, 3])])
        pattern = self.pattern()
        if "matches" in call and self.chance(0.5):
            pattern = self.random.choice(["%s.*", "(?s)%s.*", ".*%s", "(?s).*%s", "(?s).*%s.*"]) % pattern
        return {"kind": "render", "mode": "strict", "template": call, "context": {"t": self.text(), "p": pattern, "r": self.random.choice(REPLACEMENTS)}}
