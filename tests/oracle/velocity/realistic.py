"""Templates as people write them: request and success templates, and the methods that they use in passing."""

CONTEXT = {"input":{"orderId":"A-1","phone":"+49 (89) 1234-567","name":"Ann \"Q\" O'Neil","qty":3,"price":12.50,"list":["a","b","c"],"nested":{"k":[1,{"z":None}]},"flag":True,"empty":"","date":"2024-01-31T10:00:00Z","json":"{\"a\":1}","big":12345678901234567890,"neg":-5,"e":1e21,"small":1e-7,"uni":"ÄÖ€😀"},
"items":[{"id":1,"n":"x","p":1.5,"tags":["t1","t2"]},{"id":2,"n":"y","p":2.25,"tags":[]}], "rawRequest":"{\"x\": 1}", "s":"a,b,,c,", "n":0,"nul":None,"m":{"a":1,"b":{"c":"d"},"x-y":5}}

# Divided by lines of three dashes.
WHOLE = r'''
#set($allParams = $input)
{ "params" : { #foreach($key in $allParams.keySet()) "$key" : "$allParams.get($key)"#if($foreach.hasNext), #end#end } }
---
#set($inputRoot = $input)
{
  "items": [
#foreach($elem in $items)
    {
      "id": $elem.id,
      "tags": [#foreach($t in $elem.tags)"$t"#if($foreach.hasNext),#end#end]
    }#if($foreach.hasNext),#end

#end
  ]
}
---
#macro(field $n $v)#if($v && $v != "")"$n": "$v"#else"$n": null#end#end
{#field("order" $input.orderId), #field("none" $input.missing), #field("empty" $input.empty)}
---
#set($digits = $input.phone.replaceAll("[^0-9+]", ""))
#if($digits.startsWith("+"))#set($digits = $digits.substring(1))#end
{"phone":"$digits","len":$digits.length(),"cc":"$digits.substring(0,2)"}
---
#set($parts = $s.split(","))
$parts.size() #foreach($p in $parts)[$p]#end $parts.get(0) $parts[1] $parts.length
---
#set($total = 0)
#foreach($i in $items)
#set($total = $total + ($i.p * $i.id))
#end
total=$total avg=#set($avg=$total/2)$avg
---
#if($input.qty > 2 && $input.flag)many#elseif($input.qty == 1)one#{else}few#end|#if(!$input.nope)absent#end|#if($input.qty >= 3.0)ge#end|#if($input.price < 12.51)lt#end|#if("$input.qty" == "3")eq#end
---
$!{input.missing}|$!input.missing.foo|${input.orderId}x|$input.orderId.toLowerCase()-$input.orderId.hashCode()|$input.name.replace('"','\"')
---
#set($D = '$')${D}{rawResult} $D$D #set($H='#')${H}if
---
#[[ literal $input.orderId #if(true) ]]# after $input.orderId
---
## comment line
#* block
$input.orderId *#visible #** doc *# x
---
#set($map = {"a": 1, "b": [1,2,{"c": "d"}], "$input.orderId": true})
$map $map.a $map.b[2].c $map.get("A-1") #set($map.z = 5)$map.z $map.size() $map.containsKey("b") $map.keySet() $map.values() $map.entrySet()
---
#foreach($e in $m.entrySet())$e.key=$e.value;#end #foreach($v in $m)<$v>#end
---
#foreach($i in [1..3])#foreach($j in ["a","b"])$i$j($foreach.index,$foreach.parent.index,$foreach.count)#if($foreach.last)!#end#end;#end
---
#define($block)Hello $who#end#set($who="X")$block #set($who="Y")$block
---
#evaluate('#set($q=5)q=$q') $q
---
$input.big $input.e $input.small $input.neg $input.price $input.uni $input.uni.length() $input.nested
---
#set($x = $input.price * 100)$x #set($y=$x.intValue())$y #set($z = $input.qty / 2)$z #set($w=$input.qty % 2)$w #set($r = 10 / 4.0)$r
---
#set($s2 = "total: ${input.qty} items @ $input.price #if($input.flag)ok#end")$s2 #set($s3 = 'raw ${input.qty}')$s3
---
#set($list = [])#set($ok = $list.add("a"))#set($ok = $list.add("b"))$list $list.size() $list.isEmpty() $list.contains("a") #set($rm = $list.remove(0))$rm $list
---
$input.date.substring(0,10) $input.date.indexOf("T") $input.date.split("T")[0] #set($y=$input.date.substring(0,4))#set($yi=$y+1)$yi
---
#set($int = 5)#set($str = "$int")#if($int == $str)same#{else}diff#end #if($str == "5")strsame#end #if($int.equals(5))eq#end
---
{"a": #if($input.flag)true#{else}false#end,"b":${input.qty},"c":"${input.name}"}
---
$input.list.get(0).toUpperCase() $input.list[1].concat("!") $input.list.indexOf("c") $input.list.subList(1,3) $input.list.toString() $input.list.join
---
#set($a = 1)#set($b = 2)$a+$b=#set($c=$a+$b)$c $a.class $a.class.name ${a.b} ${a}b ${a.toString()}
---
#if($nul)yes#{else}no#end #if($nul == $null)nn#end #if($n)zero-true#{else}zero-false#end #if($input.empty)e-true#{else}e-false#end #if($input.empty == "")e#end
---
#set($json = "{""id"": ""$input.orderId"", ""n"": $input.qty}")$json
---
$esc.javascript($input.name) $esc.json($input.name)
---
#foreach($i in $items)#if($i.id == 1)#continue#end$i.id#end
---
#foreach( $item in $items )
  $foreach.count. $item.n.toUpperCase()  - $!item.missing
#end
---
Text with email a@b.com, price $5.00, $ 100, $$, #hashtag #1 and 50% #
---
#set( $foo = "bar" )$foo $!foo ${foo}s $!{foo}s \$foo \${foo} \\$foo $foo.bar $foo.bar() $foo.length()
---
#set($h = $input.date.matches(".*T.*"))$h $input.orderId.contains("A") $input.orderId.equalsIgnoreCase("a-1") $input.orderId.charAt(0) $input.orderId.compareTo("A-2") $input.orderId.isEmpty() $input.orderId.trim().endsWith("1") $input.orderId.lastIndexOf("-") $input.orderId.codePointAt(0)
---
#macro(loop $l)#foreach($x in $l)$x #if($foreach.hasNext)|#end#end#end#loop($input.list)#loop([1,2])
---
#macro(wrap)<$bodyContent>#end#@wrap()inner $input.orderId#end
---
#set($arr=[1,2,3])#set($arr[1]=9)$arr $arr.get(1) $arr[-1] $arr[0]
---
#if( $input.orderId == "A-1" )
   matched
#else
   not
#end
done
---
  #set($x=1)  
  $x
    #if(true)
  indented
    #end
last
---
#set($n1=5)#set($n2=2)$n1 / $n2 = #set($q=$n1/$n2)$q, #set($p=$n1*$n2)$p #set($neg=-$n1)$neg #set($d=3.0*2)$d #set($f = 0.1+0.2)$f #set($g=2147483647+1)$g #set($h=9223372036854775807+1)$h
---
#set($str="abc")#foreach($c in $str.toCharArray())$c-#end #foreach($b in $str.getBytes())$b #end
---
#set($ok=$m.put("new","v"))$ok $m.new $m.x-y $m.get("x-y") ${m.get('x-y')} $m["x-y"] $m['a']
---
#set($v = $input.qty.toString().length())$v $input.qty.doubleValue() $input.price.intValue() $input.qty.compareTo(2) $input.price.toString()
---
${input.missing|"default"} ${input.orderId|"default"} $!{input.missing|'x'} ${nope|${input.orderId}}
---
#set($fmt = $number.format("#0.00", $input.price))$fmt $math.add(1,2) $math.roundTo(2, 3.14159) $date.get("yyyy") $util.escapeJavaScript("x")
---
#parse("x.vm")#include("y.txt")end
---
#set($sb = "")#foreach($i in [1..5])#set($sb = "$sb$i")#if($foreach.hasNext)#set($sb = "$sb,")#end#end$sb
---
#if($input.list.size() gt 2 and $input.flag or false)words#end #if($input.qty ne 3)x#{else}y#end #if(not $input.flag)n#{else}p#end
---
#foreach($k in $input.nested.k)$k,#end #foreach($x in $input.orderId)$x#end #foreach($x in 5)$x#end #foreach($x in $nul)z#end
---
$input.name.replaceAll("\"", "\\\\\"") | $input.name.replaceAll("'", "''") | $input.name.split(" ").get(1)
---
#set($t = "  pad ")[$t.trim()] [$t.strip()] [$t.isBlank()] [$t.repeat(2)] [$t.indent(2)] #set($j=$t.join(",", $input.list))$j
---
$String.format("%s", 1) $Integer.parseInt("5") $input.qty.class.forName("x") $input.getClass() $input.class.name
---
#set($x = $input.orderId.getClass().forName("java.lang.Runtime"))$x
---
<xml a="$input.orderId" b='$!input.none'/>#if($input.orderId.length()==3)
<ok/>#end
'''

# The words of those that begin with no directive are cases of their own, too: after an error nothing else would be seen.
WORDS = r'''
")[0])
T=r
'''


def pieces():
    for text in WHOLE.strip("\n").split("\n---\n"):
        yield from (text, text.replace("\n", "\r\n"))
    for text in WORDS.strip("\n").split("\n---\n"):
        yield from ([text] if text.startswith("#") else [text, *text.split(" ")])


REALISTIC = [{"kind": "render", "mode": mode, "template": text, "context": CONTEXT} for text in pieces() for mode in ("lenient", "strict")]
