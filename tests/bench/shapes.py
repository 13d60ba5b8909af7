"""What is measured: templates, paths and whole actions, as one JSON object each. Both engines read the same ones."""

ORDER = {"id": "A-1001", "state": "shipped", "total": 129.5, "customer": {"name": "Ann \"Annie\" O'Neil", "tier": 2, "tags": ["vip", "eu"]},
         "lines": [{"sku": "SKU-%d" % i, "quantity": i + 1, "price": 9.5 + i, "note": None} for i in range(5)]}

INPUTS = {"orderId": "A-1001", "locale": "en-US", "note": "He said \"hi\"\nand went", "count": 3, "vip": True}


def lines(count):
    return [{"sku": "SKU-%d" % i, "name": "Article number %d" % i, "quantity": i % 7, "price": i + 0.5, "kind": "a" if i % 3 else "b",
             "tags": ["x", "y"]} for i in range(count)]


def render(template, context, mode="lenient"):
    return {"kind": "render", "mode": mode, "template": template, "context": context}


def path(text, document):
    return {"kind": "path", "path": text, "document": document}


REQUEST = """{
  "orderId": "$esc.javascript($input.orderId)",
  "locale": "${input.locale}",
  #if("$!{input.note}" != "")"note": "$esc.javascript($input.note)",
  #end
  "count": ${input.count}, "vip": ${input.vip}
}"""

SUCCESS = """{"id": ${id}, "state": ${state}, "name": ${name}, "tier": ${tier}, "skus": ${skus},
 "expensive": ${expensive}, "count": ${count}, "missing": ${missing}}"""

MAP = {"id": "$.id", "state": "$.state", "name": "$.customer.name", "tier": "$.customer.tier", "skus": "$.lines[*].sku",
       "expensive": "$.lines[?(@.price > 11)].sku", "count": "$.lines.size()", "missing": "$.customer.phone"}
DEFAULTS = {"missing": "\"\""}


def action(reply, kind="action"):
    return {"kind": kind, "inputs": INPUTS, "request": REQUEST, "reply": reply, "map": MAP, "defaults": DEFAULTS, "success": SUCCESS}


NESTED = ("#foreach($line in $lines)#if($line.quantity > 2)$line.sku:#foreach($tag in $line.tags)$tag#if($foreach.hasNext), #end#end"
          "#elseif($line.kind == 'b')b#{else}-#end\n#end")

SHAPES = {
    "two references": render('{"a": "${input.orderId}", "n": $input.count}', {"input": INPUTS}),
    "escape and #if": render(REQUEST, {"input": INPUTS}),
    "#foreach over 10": render("#foreach($i in $l)$i, #end", {"l": list(range(10))}),
    "#foreach over 1,000": render("#foreach($i in $l)$i, #end", {"l": list(range(1000))}),
    "#foreach over 1,000 objects": render('[#foreach($x in $l){"sku": "$x.sku", "n": $x.quantity}#if($foreach.hasNext),#end#end]', {"l": lines(1000)}),
    "nested #foreach and #if": render(NESTED, {"lines": lines(100)}),
    "arithmetic and #set": render("#set($n = 0)#foreach($i in [1..100])#set($n = $n + $i * 2 - 1)#end$n", {}),
    "text methods": render("$s.toUpperCase().substring(2, 9).replace('E', 'e').trim() $s.indexOf('text') $s.length()", {"s": "some text with Words in it"}),
    "success template": render(SUCCESS, {k: "\"value of %s\"" % k for k in MAP}, "strict"),
    "path: members": path("$.customer.name", ORDER),
    "path: filter": path("$.lines[?(@.quantity > 3 && @.kind == 'a')].sku", {"lines": lines(100)}),
    "path: wildcard": path("$.lines[*].sku", {"lines": lines(100)}),
    "path: deep scan": path("$..sku", {"a": {"b": [ORDER] * 10, "lines": lines(50)}}),
    "typical action": action(ORDER),
    "typical action, simulated": action(ORDER, "simulation"),
    "action, large reply": action({**ORDER, "lines": lines(2000)}),
    "parse a template": {"kind": "parse", "template": REQUEST + NESTED + SUCCESS},
}


def chain(count):
    made = {"leaf": 1}
    for _ in range(count):
        made = {"a": made}
    return made


def of_size(size, piece):
    return piece * max(1, size // len(piece))


def reply_of(size):
    return {"lines": lines(max(1, size // 95))}


# What docs/linearity.svg shows: name → bytes of template or reply → shape.
PLOT = {
    "read a template": lambda size: {"kind": "parse", "template": of_size(size, REQUEST + "\n")},
    "render a template": lambda size: render(of_size(size, REQUEST + "\n"), {"input": INPUTS}),
    "#foreach over a list": lambda size: render(NESTED, reply_of(size)),
    "path with a filter": lambda size: path("$.lines[?(@.quantity > 3)].sku", reply_of(size)),
    "path with a deep scan": lambda size: path("$..sku", reply_of(size)),
    "action, by its reply": lambda size: action({**ORDER, **reply_of(size)}),
}


# name → (unit, size → shape): the cost per unit must stay the same while the size doubles.
LINEAR = {
    "parse text": ("line", 500, lambda n: {"kind": "parse", "template": '{"name": "some text"},\n' * n}),
    "parse references": ("reference", 500, lambda n: {"kind": "parse", "template": "${input.value} " * n}),
    "parse #if": ("#if", 250, lambda n: {"kind": "parse", "template": "#if($a == 1)x#{else}y#end\n" * n}),
    "parse a long sum": ("term", 250, lambda n: {"kind": "parse", "template": "#set($a = 1" + " + $b" * n + ")"}),
    "parse a long list": ("item", 500, lambda n: {"kind": "parse", "template": "#set($a = [1" + ", $b" * n + "])"}),
    "parse a long chain": ("step", 250, lambda n: {"kind": "parse", "template": "$a" + ".b" * n}),
    "parse backslashes": ("byte", 2000, lambda n: {"kind": "parse", "template": "\\" * n + "x"}),
    "parse dollars": ("byte", 2000, lambda n: {"kind": "parse", "template": "$" * n}),
    "parse hashes": ("byte", 2000, lambda n: {"kind": "parse", "template": "#" * n}),
    "parse open brackets": ("byte", 2000, lambda n: {"kind": "parse", "template": "$a[" + " " * n}),
    "parse blank lines": ("line", 2000, lambda n: {"kind": "parse", "template": "  \n" * n}),
    "parse macros": ("macro", 100, lambda n: {"kind": "parse", "template": "".join("#macro(m%d $a)$a#end\n#m%d(1)" % (i, i) for i in range(n))}),
    "parse nested #if": ("level", 5, lambda n: {"kind": "parse", "template": "#if($a)x" * n + "#end" * n}),
    "render macro calls": ("call", 100, lambda n: render("#macro(m $a)<$a>#end" + "#m(1)" * n, {})),
    "render references": ("reference", 500, lambda n: render("${input.orderId} " * n, {"input": INPUTS})),
    "render #foreach": ("round", 500, lambda n: render("#foreach($i in $l)$i.sku #end", {"l": lines(n)})),
    "render #set of many variables": ("#set", 250, lambda n: render("".join("#set($v%d = %d)$v%d" % (i, i, i) for i in range(n)), {})),
    "render list.add": ("item", 250, lambda n: render("#set($l = [])#foreach($i in [1..%d])#set($x = $l.add($i))#end$l.size()" % n, {})),
    "render map.put": ("key", 250, lambda n: render("#set($m = {})#foreach($i in [1..%d])$!m.put(\"k$i\", $i)#end$m.size()" % n, {})),
    "render string methods": ("byte", 4000, lambda n: render("$s.replace('a', 'bb').toUpperCase().length() $esc.html($s)", {"s": "abc<" * (n // 4)})),
    "render each character": ("character", 1000, lambda n: render("#foreach($i in [1..$s.length()])$s.charAt($foreach.index)#end", {"s": "abc<" * (n // 4)})),
    "render in strings": ("reference", 250, lambda n: render("#set($s = \"" + "<$a>" * n + "\")$s", {"a": "x"})),
    "path: filter": ("element", 250, lambda n: path("$.lines[?(@.quantity > 3)].sku", {"lines": lines(n)})),
    "path: filter with a pattern": ("element", 250, lambda n: path("$.lines[?(@.name =~ /Article.*[05]/i)].sku", {"lines": lines(n)})),
    "path: deep scan": ("element", 250, lambda n: path("$..sku", {"lines": lines(n)})),
    "path: deep scan in depth": ("level", 15, lambda n: path("$..leaf", chain(n))),
    "path: wildcards": ("element", 250, lambda n: path("$.lines[*].tags[*]", {"lines": lines(n)})),
    "path: many members": ("member", 250, lambda n: path("$.*", {"k%d" % i: i for i in range(n)})),
    "action, escapes in a string": ("escape", 500, lambda n: action({**ORDER, "id": "a\"\n\u20ac" * n})),
    "action, reply of": ("line", 100, lambda n: action({**ORDER, "lines": lines(n)})),
}
