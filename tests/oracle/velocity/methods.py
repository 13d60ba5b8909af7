"""Random calls of the methods that values have. Which there are, the real engine's classes say."""

CLASSES = ["java.lang.String", "java.lang.Integer", "java.lang.Long", "java.lang.Double", "java.lang.Boolean", "java.lang.Character",
           "java.math.BigInteger", "java.math.BigDecimal", "java.util.ArrayList", "java.util.ArrayList$SubList", "java.util.ArrayList$Itr",
           "java.util.LinkedHashMap", "java.util.LinkedHashMap$LinkedKeySet", "java.util.LinkedHashMap$LinkedValues",
           "java.util.LinkedHashMap$LinkedEntrySet", "java.util.LinkedHashMap$Entry", "org.apache.velocity.util.ArrayListWrapper",
           "org.apache.velocity.runtime.parser.node.ASTIntegerRange$IntegerRange", "org.apache.velocity.tools.generic.MathTool",
           "org.apache.velocity.tools.generic.EscapeTool"]
LISTINGS = [{"kind": "methods", "class": name} for name in CLASSES]

TEXTS = ["'abc'", "''", "'  aB c '", "'42'", "'-7'", "'+5'", "'TRUE'", "'1.50'", "'1e3'", "'Grüße €'", "'a,b;c,,d,'", "$q", "'x'", "'7f'", "'HALF_UP'", "'NaN'", "' 2.5d '",
         "'a'", "'b'", "'ab'", "'ABC'", "'.'", "','", "'[a-c]'", "'UTF-8'", "'a\n  b\n c '", "'9999999999'", "'😀b'"]
FORMATS = ["'%s'", "'%d'", "'%s-%s'", "'%5s|%-5s|'", "'%05d'", "'%,d'", "'%.2f'", "'%08.3f'", "'%x'", "'%X'", "'%o'", "'%c'", "'%b'", "'%n'", "'%%'", "'%e'", "'%.0e'", "'%10.1e|'", "'%f'",
           "'%1$s %1$s'", "'%2$s %1$s'", "'%<s'", "'%s %<s'", "'%S'", "'%.1s'", "'%-6d|'", "'%+d'", "'%(d'", "'% d'", "'%(,.2f'", "'%#x'", "'%#o'", "'%h'", "'%q'", "'%'", "'a%'", "'%-s'",
           "'%0d'", "'%.2d'", "'%5%|'", "'%-5n'", "'%+s'", "'%--5d'", "'%0$s'", "'%3$s'", "'%,x'", "'%#s'", "'%5c|'", "'%.3b'", "'%B'", "'%D'", "'%010x'", "'%#.0f'", "'%+-8.2f|'", "'%+ d'", "'%-05d'",
           "'plain'", "'é %s €'", "'%20s|'", "'%3.1f%%'", "'%,.3f'", "'%E'", "'%(05d'", "'%.'", "'%5.s'", "'%$s'"]
SMALL = ["0", "1", "2", "3", "-1", "9", "4", "10", "16", "$n", "65", "97", "48"]
WHOLE = SMALL + ["255", "-7", "1234567", "2147483647", "-2147483648", "128512", "3000000000", "12345678901", "9223372036854775807", "-3000000000"]
REAL = ["1.5", "0.1", "-2.5", "1e7", "0.0001", "-0.0", "2.0", "1.005", "0.5", "1234567.891", "1e300", "9.995", "$x", "3.14159", "$math.add(0.1, 0.2)"]
BIG = ["99999999999999999999", "-99999999999999999999", "18446744073709551616"]
DECIMALS = ["$b1", "$b2", "$b3", "$b4", "$b5"]
LISTS = ["[1, 2, 3]", "[]", "['b', 'a', 'c']", "[1, 'a', $nul]", "[2.5, 1.5]", "$ls", "$l", "[1..3]", "[3..1]", "[true, false]", "[[1], [2]]", "['b', 'a', 'c', 'a'].subList(1, 3)"]
MAPS = ["{'a': 1, 'b': 'x'}", "{}", "{'k': [1]}", "$m", "{'a': 1}", "{1: 2, 'a': $nul}"]
ARRAYS = ["'a,b,c'.split(',')", "'abc'.toCharArray()", "[1, 2].toArray()", "'é'.getBytes()", "''.split(',')"]
VIEWS = ["{'a': 1, 'b': 2}.keySet()", "{'a': 1, 'b': 2}.values()", "{'a': 1}.entrySet()"]
CHARACTERS = ["'abc'.charAt(0)", "'A'.charAt(0)", "'7'.charAt(0)", "' '.charAt(0)", "'é'.charAt(0)", "'ß'.charAt(0)", "'_'.charAt(0)"]
OTHERS = ["$nul", "true", "false", "$foreach", "$esc", "$it"]

SUBJECTS = {
    "java.lang.String": TEXTS + FORMATS, "java.lang.Integer": ["0", "5", "-7", "2147483647", "-2147483648", "$n"],
    "java.lang.Long": ["3000000000", "-3000000000", "12345678901", "9223372036854775807", "$big"], "java.lang.Double": REAL, "java.lang.Boolean": ["true", "false"],
    "java.lang.Character": CHARACTERS, "java.math.BigInteger": BIG, "java.math.BigDecimal": DECIMALS,
    "java.util.ArrayList": [text for text in LISTS if ".." not in text and "subList" not in text], "java.util.ArrayList$SubList": ["[1, 2, 3, 1].subList(0, 2)", "['b', 'a'].subList(0, 0)"],
    "java.util.ArrayList$Itr": ["[1, 2].iterator()", "[].iterator()"], "java.util.LinkedHashMap": MAPS,
    "java.util.LinkedHashMap$LinkedKeySet": VIEWS[:1], "java.util.LinkedHashMap$LinkedValues": VIEWS[1:2], "java.util.LinkedHashMap$LinkedEntrySet": VIEWS[2:],
    "java.util.LinkedHashMap$Entry": ["{'a': 1}.entrySet().iterator().next()"], "org.apache.velocity.util.ArrayListWrapper": ARRAYS,
    "org.apache.velocity.runtime.parser.node.ASTIntegerRange$IntegerRange": ["[1..3]", "[3..1]", "[2..2]"],
    "org.apache.velocity.tools.generic.MathTool": ["$math"], "org.apache.velocity.tools.generic.EscapeTool": ["$esc"],
}
KINDS = {
    "String": TEXTS, "CharSequence": TEXTS, "int": SMALL, "short": SMALL, "byte": SMALL, "long": WHOLE, "Long": WHOLE, "Integer": WHOLE, "double": REAL, "float": REAL, "Double": REAL, "char": CHARACTERS,
    "Character": CHARACTERS, "boolean": ["true", "false"], "Boolean": ["true", "false"], "BigInteger": BIG + SMALL, "BigDecimal": DECIMALS + REAL + SMALL, "Collection": LISTS + VIEWS, "List": LISTS,
    "Iterable": LISTS + VIEWS, "Map": MAPS, "Object[]": WHOLE + REAL + TEXTS, "CharSequence[]": TEXTS + ARRAYS, "char[]": ["'abc'.toCharArray()", "''.toCharArray()", "'é€'.toCharArray()"],
    "byte[]": ["'é'.getBytes()"], "RoundingMode": ["'HALF_UP'", "'DOWN'", "'nope'"], "Locale": ["'en'", "'de_DE'"], "?": ["$nul"],
}
KINDS["Object"] = TEXTS + WHOLE + REAL + LISTS + MAPS + OTHERS + CHARACTERS
ANY = KINDS["Object"] + ARRAYS + VIEWS + BIG + DECIMALS
# Of these a large number makes a computer work.
HUNGRY = {"repeat", "indent", "pow", "ensureCapacity", "shiftLeft", "shiftRight", "setBit", "clearBit", "flipBit", "setScale", "movePointLeft", "movePointRight", "scaleByPowerOfTen",
          "nextProbablePrime", "isProbablePrime", "probablePrime", "divide", "valueOf", "wait", "format", "formatted", "testBit"}
PREFIX = "#set($b1 = '1.50' * 1)#set($b2 = '-12.345' * 1)#set($b3 = '1E+3' * 1)#set($b4 = '0.00' * 1)#set($b5 = '100' * 1)"


def arguments(random, name, parameters):
    """Mostly of the right kinds."""
    if parameters and parameters[-1].endswith("[]") and random.random() < 0.7:
        parameters = parameters[:-1] + [parameters[-1]] * random.randint(0, 3)
    made = []
    for kind in parameters:
        wrong = name not in HUNGRY and random.random() < 0.12
        made.append(random.choice(ANY if wrong else FORMATS if name == "format" and not made else KINDS[kind]))
    if random.random() < 0.03 and name not in HUNGRY:
        made = made[:-1] if made and random.random() < 0.5 else made + [random.choice(ANY)]
    return made


def methods(listings, random):
    """One template, from the signatures by class."""
    while True:
        owner = random.choice([*listings, "java.lang.String", "java.lang.String", "java.lang.String"])
        name, parameters = random.choice(listings[owner])
        # Half of the static methods are other classes' affairs; these two are the same everywhere.
        # The engine's iterators of ranges that begin behind the end go on for two thousand million numbers.
        endless = name == "listIterator" and owner.endswith("IntegerRange")
        if name not in ("wait", "notify", "notifyAll") and not endless and not (name == "of" and random.random() < 0.9):
            break
    subject = random.choice(SUBJECTS[owner])
    call = "%s(%s)" % (name, ", ".join(arguments(random, name, parameters)))
    made = ("" if owner != "java.math.BigDecimal" and "$b" not in call else PREFIX) + "#set($o = %s)" % subject
    shown = random.choice(["$o.%s", "$o.%s", "#set($r = $o.%s)$!r.class.name", "#foreach($i in $o.%s)$i;#end", "[$!o.%s]", "$!o.%s.class.name", "#set($r = $o.%s)#foreach($i in $r)<$i>#end"]) % call
    after = "" if owner == "org.apache.velocity.util.ArrayListWrapper" or owner.endswith(("Itr", "Tool")) else " $o"
    made += shown + random.choice(["", after, after])
    return made if random.random() < 0.9 else made + "#if($o.%s == %s)same#end" % (call, random.choice(KINDS["Object"]))
