"""Random templates: mostly well-formed ones, some made of loose pieces. The same seed gives the same templates."""

CONTEXT = {
    "s": "abc", "e": "", "n": 5, "z": 0, "d": 2.5, "big": 12345678901, "t": True, "f": False, "nul": None,
    "l": [1, "two", None, 3.5], "el": [], "m": {"a": 1, "b": "x", "c": {"d": [1, 2]}}, "em": {}, "num": "42",
    "q": "He said \"hi\"\n\\ é", "x": 1e7, "uni": "Grüße €😀 ß", "pad": "  a b\t", "csv": "a,b;c,,d,", "neg": -7, "dneg": -0.5, "long": 3000000000,
    "ls": ["b", "a", "c", "a"], "deep": {"list": [{"k": "v1", "n": {"x": [True, None]}}, {"k": "v2"}], "": "empty key", "a-b": 1, "size": "own"},
    "js": "{\"a\": [1, \"x\"]}", "tiny": 0.0001,
}
NAMES = list(CONTEXT) + ["u", "v", "w"]
TEXTS = ["abc", " ", "  ", "\n", "\n\n", "\t", "{\"a\": ", "}", ", ", ": ", "1", "x.y", "(", ")", "[", "]", "'", "é",
         "\r\n", "a b\n", " \n", "end", "- ", "||", "|", "*", "*#", "]]#", "!", "\\", "\\\\", "$", "#", "$5", "$ ", "#x", "# "]
LOOSE = TEXTS + ["$x", "${n", "$!", "$!{", "${", "#if", "#if(", "#if(true)", "#end", "#else", "#{else}", "#elseif(true)",
                 "#set(", "#set($a = 1)", "#foreach($i in [1..2])", "#[[", "]]#", "#*", "*#", "##", "#**", "$s.length()",
                 "$m.a", "$l[0]", "\"", "\"$s\"", "=", "==", "$s.", "$m.", "[0]", "#foo", "#foo()", "#{end}", "#@", "\\$s",
                 "\\\\$s", "\\#if", "$\\!s", "${s}", "$!{u}", "${u|'d'}", "..", "$[", "$.", "@", "#stop", "#break", "-1", "1.5", "$deep.list[0].k", "${m.c.d[1]}", "$ls.get(0)", "#foreach($k in $deep.keySet())", "$!{deep.list[9]}", "#@k()", "##", "#**#", "#[[a]]#",
                 "$m.a.b.c", "$m['a'].toString()", "$esc.q", "${esc.hash}", "$math.add(1,2)", "#set($a=$a+1)", "$foreach.index", "\\", "$a-b", "$m.a-1",
                 "true", "#define($b)", "#macro(k)", "#evaluate(", "$!s", "$$s", "#set ($a = 2)", "&&", "in", "#5", "{", "}"]


class Templates:
    def __init__(self, random, number, old=False):
        self.random = random
        self.number = number
        self.old = old  # what Velocity 1.7 has
        self.budget = 60

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, probability):
        return self.random.random() < probability

    def template(self):
        if self.chance(0.02 if self.old else 0.2):
            return "".join(self.random.choice(LOOSE) for _ in range(self.random.randint(1, 12)))
        return self.block(0)

    def block(self, depth):
        return "".join(self.statement(depth) for _ in range(self.random.randint(1, 5 if depth < 2 else 2)))

    def text(self):
        return "".join(self.random.choice(TEXTS) for _ in range(self.random.randint(1, 3)))

    def statement(self, depth):
        self.budget -= 1
        kind = self.random.random()
        if self.budget < 0 or depth > 3 or kind < 0.3:
            return self.text()
        if kind < 0.6:
            return self.reference(depth)
        return self.random.choice([self.conditional, self.set, self.foreach, self.rare, self.set_and_show, self.json])(depth)

    def json(self, depth):
        """What data actions are made of."""
        name = self.name()
        value = self.random.choice([
            lambda: "\"$esc.javascript($%s)\"" % name, lambda: "\"$!esc.java($!{%s})\"" % name, lambda: "${%s}" % name, lambda: "$!{%s}" % name,
            lambda: "\"${%s}\"" % name, lambda: "#if(\"$!{%s}\" != \"\")\"${%s}\"#{else}null#end" % (name, name),
            lambda: "#if($%s)true#{else}false#end" % name, lambda: "$math.add($%s, 1)" % name,
            lambda: "[#foreach($i in $%s)\"$i\"#if($foreach.hasNext), #end#end]" % name,
            lambda: "#foreach($k in $%s.keySet())\"$k\": \"$!%s.get($k)\"#if(!$foreach.last),#end#end" % (name, name),
            lambda: "#set($v = $%s.replace('\"', ''))\"$v\"" % name, lambda: "${esc.q}$!{%s}$esc.q" % name,
        ])()
        line = self.line()
        return "{" + line + "\"" + name + "\": " + value + self.pick(", \"next\": " + self.reference(depth), "") + line + "}"

    def name(self):
        return self.random.choice(NAMES)

    def reference(self, depth, in_expression=False):
        quiet = self.pick("", "", "!")
        inner = self.name() + self.chain(depth)
        if self.chance(0.5):
            alternate = "|" + self.expression(depth + 2) if self.chance(0.1) and not self.old else ""
            made = "$" + quiet + "{" + inner + alternate + "}"
        else:
            made = "$" + quiet + inner
        escape = "" if in_expression or self.chance(0.93) else self.pick("\\", "\\\\", "\\\\\\", "$")
        return escape + made

    def chain(self, depth):
        parts = []
        while self.chance(0.4) and len(parts) < 3:
            parts.append(self.random.choice([self.property, self.index, self.method])(depth + 1))
        return "".join(parts)

    def property(self, depth):
        return "." + self.pick("a", "b", "c", "d", "nope", "empty", "class", "name", "list", "k", "n", "x", "size", "keySet", "length")

    def index(self, depth):
        return "[" + (self.expression(depth + 2) if self.chance(0.2) and not self.old else self.pick("0", "1", "-1", "'a'", "\"b\"", "$n", "9")) + "]"

    def method(self, depth):
        simple = ["length()", "size()", "isEmpty()", "toUpperCase()", "trim()", "toString()", "get(0)", "get('a')", "substring(1)",
                  "substring(0, 2)", "indexOf('b')", "contains('b')", "contains(1)", "startsWith('a')", "endsWith('c')",
                  "replace('b', 'X')", "charAt(0)", "charAt(9)", "equals('abc')", "concat('z')", "split('b')", "keySet()",
                  "values()", "entrySet()", "containsKey('a')", "intValue()", "doubleValue()", "replaceAll('[a-b]', '_')",
                  "matches('a.*')", "put('k', 1)", "add(7)", "substring(7)", "lastIndexOf('c')", "compareTo('abd')", "hashCode()",
                  "equalsIgnoreCase('ABC')", "toLowerCase()", "replaceFirst('b', '[$0]')", "remove(0)", "clear()", "nope()",
                  "longValue()", "getClass()", "indexOf(1)", "subList(0, 1)", "get('0')", "isBlank()", "codePointAt(0)",
                  "get(1.0)", "substring('1')", "split(',')", "split('[,;]')", "split(',', 2)", "split(',')[0]", "split('').size()", "replaceAll('(.)', '$1$1')",
                  "replaceAll('\\s+', '')", "matches('[a-zA-Z ,;]+')", "indexOf('a', 1)", "lastIndexOf('a', 1)", "substring(1, 2).toUpperCase()",
                  "compareToIgnoreCase('ABD')", "strip()", "repeat(2)", "trim().isEmpty()", "toString().length()", "contains('')", "indexOf('')",
                  "replace('a', '')", "replace('', '-')", "startsWith('')", "charAt(0).toString()", "equals($s)", "equals(5)", "containsValue(1)",
                  "get('')", "get('a-b')", "keySet().size()", "values().contains(1)", "entrySet().size()", "putIfAbsent('a', 9)", "replace('a', 8)",
                  "indexOf('c')", "lastIndexOf('a')", "contains($s)", "containsAll($ls)", "subList(1, 3)", "get(-1)", "isEmpty().toString()",
                  "hashCode()", "compareTo(5)", "intValue().toString()", "getName()", "substring(-1)", "substring(2, 1)", "add(0, 'f')", "remove('b')", "remove('a')", "putAll($em)", "addAll($l)", "set(0, 'n')", "getOrDefault('zz', 3)"]
        if self.chance(0.85):
            return "." + self.random.choice(simple)
        return "." + self.pick("equals", "get", "contains", "concat", "indexOf", "nope", "add") + "(" + self.argument(depth + 1) + ")"

    def argument(self, depth):
        return self.literal(depth) if self.old else self.expression(depth)

    def expression(self, depth):
        self.budget -= 1
        if depth > 4 or self.budget < 0 or self.chance(0.35):
            return self.literal(depth)
        kind = self.random.random()
        if kind < 0.35:
            return self.reference(depth, True)
        if kind < 0.75:
            operator = self.pick("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "eq", "ne", "lt", "gt", "and", "or")
            blank = self.pick(" ", " ", " ", "  ", "") if operator[0] not in "elgnao-" else " "
            return self.expression(depth + 1) + blank + operator + blank + self.expression(depth + 1)
        if kind < 0.82:
            return self.pick("!", "not ", "not " if self.old else "-", "! ") + self.expression(depth + 1)
        if kind < 0.9:
            return "(" + self.expression(depth + 1) + ")"
        return self.tool(depth)

    def tool(self, depth):
        return self.pick("$esc.", "$!esc.") + self.pick("url(", "html(", "xml(", "java(", "javascript(", "sql(", "nope(") + self.argument(
            depth + 1) + ")" if self.chance(0.4) else self.pick("$math.", "${math.") + self.pick(
                "add", "sub", "mul", "div", "idiv", "mod", "pow", "max", "min", "roundTo") + "(" + self.literal(4) + ", " + self.literal(4) + ")" if self.chance(
                    0.7) else "$math." + self.pick("abs", "ceil", "floor", "round", "toInteger", "toDouble", "toNumber", "sqrt") + "(" + self.literal(4) + ")"

    def literal(self, depth):
        return self.random.choice([
            lambda: self.pick("0", "1", "7", "-3", "2147483647", "-2147483648", "9223372036854775807", "99999999999999999999", "100", "007", "-0"),
            lambda: self.pick("1.5", "0.1", "1.0", "-2.5", ".5", "1e3", "1.0E10", "12345678.5", "5.", "0.001", "0.0001", "1e7", "1E400", "-0.0", "1e-7"),
            lambda: self.pick("'5'", "'-1.50'", "'1e2'", "' 5'", "'5 '", "'+5'", "'0x5'", "'NaN'", "'abc'", "''", "'it''s'", "'$s'", "'10'", "'1.0'", "'a\nb'", "'true'", "' '", "'é'"),
            lambda: self.string(depth),
            lambda: self.pick("true", "false"),
            lambda: "[" + ", ".join(self.parameter(depth) for _ in range(self.random.randint(0, 3))) + "]",
            lambda: "{" + ", ".join(self.pick("'a'", "'b'", "1", "$s") + ": " + self.parameter(depth) for _ in range(self.random.randint(0, 2))) + "}",
            lambda: "[" + self.pick("0", "1", "3", "$n", "-1", "$num") + ".." + self.pick("0", "2", "5", "$z", "$d") + "]",
            lambda: "$" + self.name(),
        ])()

    def parameter(self, depth):
        if depth > 3 or self.chance(0.6):
            return self.pick("1", "'x'", "$s", "$u", "true", "2.5", "[]", "\"$n\"")
        return self.literal(depth + 1)

    def string(self, depth):
        if depth > 3 or self.chance(0.4):
            return self.pick("\"\"", "\"abc\"", "\"a \"\"q\"\"\"", "\"$s\"", "\"<${n}>\"", "\"\\n\"", "\"$u\"", "\"$!u\"", "\"\\u0041\"", "\"#x\"")
        return "\"" + self.block(depth + 2).replace("\"", "\"\"").replace("\\u", "u") + "\""

    def conditional(self, depth):
        made = "#if(" + self.expression(depth) + ")" + self.line() + self.block(depth + 1)
        while self.chance(0.2):
            made += self.pick("#elseif(", "#{elseif}(") + self.expression(depth) + ")" + self.block(depth + 1)
        if self.chance(0.4):
            made += self.pick("#{else}", "#else\n", "#else ") + self.block(depth + 1)
        return made + self.end()

    def line(self):
        return self.pick("", "", " ", "\n", " \n", "\t\n", "\r\n")

    def end(self):
        return self.pick("#end", "#end", "#{end}", "\n#end\n", "  #end\n", "#end ", "\n  #end  \n")

    def set(self, depth):
        target = self.pick("$v", "$v", "$w", "${v}", "$s", "$m.a", "$m.k", "$l[0]", "$m['b']", "$u.x", "$!v", "$n.x", "$l[9]", "$m.c.d[0]")
        return self.pick("", "\n", "  ", "\n  ") + self.pick("#set(", "#set( ", "#{set}(") + target + self.pick(" = ", "=", " =\n") + self.expression(
            depth) + self.pick(")", " )", ")\n", ")  \n", ")\n\n")

    def set_and_show(self, depth):
        return "#set($v = " + self.expression(depth) + ")" + self.pick("[$v]", "$!v", "${v.class.name}", "#if($v)y#{else}n#end", "$v.size()")

    def foreach(self, depth):
        source = self.random.choice(["$l", "$m", "[1..3]", "$el", "$u", "['a', 'b']", "$s", "{'k': 2}", "$m.keySet()", "$m.entrySet()", "[]"])
        body = self.block(depth + 1) + self.pick("", "$i", "$foreach.index", "$!foreach.hasNext", "#if($foreach.hasNext), #end", "$foreach.count",
                                                "$foreach.first", "$foreach.last", "#if($i == 2)#break#end", "$velocityCount", "$i.key")
        otherwise = "#{else}" + self.block(depth + 1) if self.chance(0.1) and not self.old else ""
        return self.pick("", "\n", " ") + "#foreach(" + self.pick("$i in ", " $i in ", "${i} in ") + source + self.pick("", " ") + ")" + self.line() + body + otherwise + self.end()

    def rare(self, depth):
        macro = "k%d" % self.number
        return self.random.choice([
            lambda: "##" + self.text().replace("\r", "") + "\n",
            lambda: "#*" + self.pick("a", " b\n ", "$x #if") + "*#",
            lambda: "#[[" + self.pick("$s", "#if(", "x\ny") + "]]#",
            lambda: "#stop",
            lambda: "#break",
            lambda: "#evaluate(" + self.string(3) + ")",
            lambda: "#evaluate($s)",
            lambda: "#define($v)" + self.line() + self.block(depth + 1) + self.end() + self.pick("$v", "[$v]$v", "$!v"),
            lambda: "#macro(" + macro + self.pick("", " $a", " $a $b", " $a=1", " $a, $b") + ")" + self.line() + self.pick(
                "[$a|$!b]", "$a", "<$!bodyContent>", self.block(depth + 1)) + self.end() + self.pick(
                    "#%s()", "#%s(1)", "#%s($s 'x')", "#%s(\"$n\", $u)", "#{%s}(2)", "#%s", "  #%s(1)  \n") % macro,
            lambda: "#@" + macro + "()" + self.pick("hi", "$s") + "#end",
            lambda: self.pick("\\#if(true)", "\\#end", "\\\\#if(true)x#end", "\\#set($v = 1)", "\\#{else}", "\\#nope", "\\\\#nope"),
            lambda: "#define($v)[$!i#set($i = 1)]#end#foreach($i in [1..2])$v#end",
            lambda: "#macro(" + macro + " $n)$n#if($n > 0)#set($n1 = $n - 1)#" + macro + "($n1)#end#end#" + macro + "(" + self.pick("3", "$n", "'a'") + ")",
            lambda: "#macro(" + macro + " $a)#foreach($i in $a)$i$foreach.parent.index#end#end#foreach($o in [1..2])#" + macro + "($l)#end",
            lambda: "#macro(" + macro + ")<$!bodyContent>$!bodyContent#end#@" + macro + "()" + self.block(depth + 1) + "#end",
            lambda: "#foreach($i in [1..3])#foreach($j in [1..3])#if($j == 2)#break($foreach" + self.pick("", ".parent") + ")#end$i$j#end#end",
            lambda: "#evaluate('#set($w = \"e\")$w$!s')" + self.pick("$w", "${w}", ""),
            lambda: "#foreach($i in $ls)#set($ignored = $el.add($i))#end$el",
            lambda: "#set($c = 0)#foreach($i in $deep.list)#set($c = $c + 1)${c}:$!i.k;#end",
            lambda: "$deep.list[" + self.pick("0", "1", "-1", "2") + "]" + self.pick(".k", ".n.x[0]", ".n.x[1]", ".nope.k", "['k']", ".get('k')"),
            lambda: "#if($deep.list[0].k == 'v1' && !$u)yes#elseif($n > 3)mid#{else}no#end",
            lambda: "" if self.old else "${u|'d'}${s|$n}${el|'empty'}$!{nul|$u}",
            lambda: "#nope" + self.pick("", "()", "(1)", " x", "('a' $s)", "()\n"),
            lambda: self.tool(2),
            lambda: self.pick("$esc.q", "$esc.dollar", "${esc.hash}", "$esc.newline", "$esc.e", "$esc.html('é<&\"')"),
        ])()
