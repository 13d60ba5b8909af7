"""Random JSONPath expressions and the documents they run on."""

DOCUMENTS = [
    {"a": 1, "b": {"c": [1, 2, {"x": "y", "k": 5}], "d": None}, "arr": [{"k": "v", "n": 1, "x": 1}, {"k": "w", "n": 2.5}, {"n": "1", "k": None}, 3, "v"],
     "e": [], "o": {}, "s": "text", "t": True, "a b": 7, "nested": {"arr": [{"x": 1}, {"x": 2, "arr": [[1, 2], [3]]}]}, "a-b": 8},
    {"a": {"a": {"b": [1, 2, 3], "a": None}}, "arr": [[1, 2], [3, 4]], "k": "v", "n": [5, 1, -2.5, "x", 7]},
    [{"k": "v", "arr": [1]}, {"k": "w", "arr": []}, [1, 2, 3], "s", 5, None],
    "text", 5, {}, [],
    {"a'b": 1, "a\"b": 2, "a.b": 3, "": 4, "é": 5, "list": [{"id": "1", "tags": ["x", "y"], "p": 10.50}, {"id": 2, "tags": [], "p": -3},
     {"id": None, "p": 12345678901234}, {"id": True, "tags": "x"}], "k": "v", "n": 2, "limit": 10, "wanted": ["1", 2], "text": "Some Text\nline", "obj": {"x": {"k": 1}, "y": {"k": "v"}}},
]
NAMES = ["list", "id", "tags", "p", "obj", "text", "y", "a", "b", "c", "d", "k", "n", "x", "s", "t", "e", "o", "arr", "nested", "nope", "a-b"]


class Paths:
    def __init__(self, random):
        self.random = random

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, probability):
        return self.random.random() < probability

    def path(self):
        if self.chance(0.05):
            return "".join(self.pick("$", ".", "..", "[", "]", "*", "a", "'a'", "0", "?(", ")", "@", " ", ":", "-1", ",") for _ in range(
                self.random.randint(1, 7)))
        made = self.pick("$", "$", "$", "$", "", "@")
        for i in range(self.random.randint(0, 4)):
            step = self.step()
            made += step[1:] if made == "" and step.startswith(".") and not step.startswith("..") else step
        if self.chance(0.15):
            made += self.pick(".size()", ".length()", ".keys()", ".sum()", ".min()", ".max()", ".avg()", ".stddev()", ".first()", ".last()",
                              ".sum(1, 2)", ".min($.n)", ".max($..p)", ".avg($.limit, 4)", ".concat($.k, 'z')", ".length($.list)", ".append('x')", ".size().size()",
                              ".keys().size()", ".first().k", ".concat()", ".index(0)", ".index(-1)", ".append(9)", ".nope()", ".concat(\"x\", $.s)", ".sum($..n)")
        return made

    def step(self):
        name = self.random.choice(NAMES)
        return self.random.choice([
            lambda: "." + name, lambda: "." + name, lambda: "." + name, lambda: "." + name,
            lambda: "['" + name + "']", lambda: "[\"" + name + "\"]", lambda: "['a b']", lambda: "['" + name + "', 'k']",
            lambda: ".." + name, lambda: "..*", lambda: "[*]", lambda: ".*", lambda: "[ * ]",
            lambda: "[" + self.pick("0", "1", "-1", "9", "0,1", "0, 2", "-9") + "]",
            lambda: "[" + self.pick("0:2", ":1", "1:", "-2:", ":-1", "-3:-1", "1:9", "5:", "2:1", "-1:2") + "]",
            lambda: "[?(" + self.filter(0) + ")]", lambda: "[?(" + self.filter(0) + ")]", lambda: "..[?(" + self.filter(1) + ")]",
            lambda: "..['" + name + "']", lambda: "..[0]", lambda: "..[" + self.pick("0,1", "-1", "1:", ":1", "-1:", "*") + "]",
            lambda: "[" + self.pick("'a\\'b'", "\"a\\\"b\"", "'a.b'", "''", "'é'", "'id','p'", "'nope','k'", "'id', 'tags', 'p'", "\"id\",\"p\"", "0:4:2", " 0 ", "'k' ") + "]",
            lambda: "[?(" + self.filter(1) + ")][?(" + self.filter(1) + ")]", lambda: "[?(" + self.filter(1) + ")]." + name, lambda: "..*." + name,
            lambda: "[?(@.arr[?(@.x == 1)])]", lambda: "[?(@." + name + " in $.wanted)]", lambda: "." + self.pick("*", "a.b", "é", "length", "size"),
        ])()

    def operand(self):
        return self.random.choice([
            lambda: "@." + self.random.choice(NAMES), lambda: "@." + self.random.choice(NAMES), lambda: "@", lambda: "$.k", lambda: "@['k']",
            lambda: "@.c[0]", lambda: "@.arr.size()", lambda: "$..n", lambda: "@.x.y", lambda: "@.tags[*]", lambda: "@['id']", lambda: "@.id.length()",
            lambda: "$.limit", lambda: "@.tags.length()", lambda: "@..k", lambda: "$.wanted", lambda: "@[0]", lambda: "@.tags[-1]", lambda: "@.%s.%s()" % (self.random.choice(NAMES), self.pick("nope", "toLowerCase", "size")),
        ])()

    def value(self):
        return self.pick("1", "2.5", "'v'", "\"w\"", "'1'", "true", "false", "null", "-1", "'text'", "['v', 'w']", "[1, 2]", "''", "{}", "[]", "1.0", "$.a", "$.limit", "10.5", "10.50", "-3.0", "1e1", "12345678901234", "'10.5'", "$.wanted", "['1', 2]", "'Some Text\\nline'", "\"it's\"", "'é'", "@.p",
                         "@.n", "$.k")

    def filter(self, depth):
        if depth < 2 and self.chance(0.25):
            return self.filter(depth + 1) + self.pick(" && ", " || ") + self.filter(depth + 1)
        if depth < 2 and self.chance(0.1):
            return self.pick("!(", "(", "! (") + self.filter(depth + 1) + ")"
        kind = self.random.random()
        if kind < 0.2:
            return self.pick("", "!", "! ") + self.operand()
        if kind < 0.3:
            return self.operand() + " =~ " + self.pick("/v.*/", "/V/i", "/[a-z]/", "/.*e.*/", "/1/", "/te\\/xt/", "/^.$/", "/(?i)some.*/", "/some.*/is", "/[^a]+/", "/\\d+/", "/v|w/", "/\\p{Lu}.*/", "/\\p{L}+/", "/^\\w+$/m", "/.*é.*/i")
        if kind < 0.4:
            return self.operand() + self.pick(" in ", " nin ", " contains ", " anyof ", " noneof ", " subsetof ", " size ", " empty ", " IN ", " all ") + self.value()
        blank = self.pick(" ", " ", "")
        return self.operand() + blank + self.pick("==", "!=", "<", "<=", ">", ">=", "===", "!==") + blank + self.value()
