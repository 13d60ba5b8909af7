// Rules about how a request uses its inputs.
#include "patchcord/lint/rule.h"

namespace patchcord::lint {

// NOLINTNEXTLINE(readability-function-size): a table
std::vector<Rule> request_rules() {
  return {
      {.code = "L19",
       .severity = Severity::error,
       .title = "A reference names an input that the contract does not have.",
       .cause = "Names of inputs are compared with their case. What is not there prints its own "
                "source text, so the function gets `${input.orderid}` as a text.",
       .fix = "Write the name as the contract has it.",
       .example = R"x(input: { orderId: string }
request:
  template: |
    {"id": "$esc.jsonEncode(${input.orderid})"})x",
       .corrected = R"x(input: { orderId: string }
request:
  template: |
    {"id": "$esc.jsonEncode(${input.orderId})"})x"},
      {.code = "L20",
       .severity = Severity::warning,
       .title = "An optional input prints its own source text when it is absent.",
       .cause = "A request template is lenient: `${input.ref}` without a value is printed as it is "
                "written, and the function gets that text.",
       .fix =
           R"x(Ask for it first, #if("$!{input.ref}" != ""), or write the quiet form $!{input.ref}.)x",
       .example = R"x(input: { ref: optional integer }
request:
  template: |
    {"ref": ${input.ref}})x",
       .corrected = R"x(input: { ref: optional integer }
request:
  template: |
    {#if("$!{input.ref}" != "")"ref": ${input.ref}#end})x"},
      {.code = "L21",
       .severity = Severity::error,
       .title = "An optional number or boolean leaves a hole in the JSON when it is absent.",
       .cause = R"x(The quiet form `$!{input.n}` prints nothing, and `{"n": }` is no JSON.)x",
       .fix = R"x(Put the whole member into #if("$!{input.n}" != "") … #end.)x",
       .example = R"x(input: { n: optional integer }
request:
  template: |
    {"n": $!{input.n}})x",
       .corrected = R"x(input: { n: optional integer }
request:
  template: |
    {#if("$!{input.n}" != "")"n": ${input.n}#end})x"},
      {.code = "L22",
       .severity = Severity::warning,
       .title = "A text goes into the JSON unescaped.",
       .cause = "Nothing is escaped by itself: a quote, a backslash or a line end in the value "
                "breaks the request, or changes it. Of the contract's patterns only ^…$ keeps them "
                "out: any other one is content with a part of the text.",
       .fix = R"x(Write "$esc.jsonEncode(${input.note})" with the quotes around it.)x",
       .example = R"x(input: { note: string }
request:
  template: |
    {"note": "${input.note}"})x",
       .corrected = R"x(input: { note: string }
request:
  template: |
    {"note": "$esc.jsonEncode(${input.note})"})x"},
      {.code = "L23",
       .severity = Severity::error,
       .title = "A text stands in the JSON without quotes.",
       .cause = R"x(The value is printed as it is: `{"note": hello}` is no JSON.)x",
       .fix = R"x(Write "$esc.jsonEncode(${input.note})" with the quotes around it.)x",
       .example = R"x(input: { note: string }
request:
  template: |
    {"note": ${input.note}})x",
       .corrected = R"x(input: { note: string }
request:
  template: |
    {"note": "$esc.jsonEncode(${input.note})"})x"},
      {.code = "L24",
       .severity = Severity::warning,
       .title = "A number or boolean stands in quotes.",
       .cause = R"x(The function gets the text "7" instead of the number 7.)x",
       .fix = "Remove the quotes, or declare the input as a string.",
       .example = R"x(input: { count: integer }
request:
  template: |
    {"count": "${input.count}"})x",
       .corrected = R"x(input: { count: integer }
request:
  template: |
    {"count": ${input.count}})x"},
      {.code = "L25",
       .severity = Severity::error,
       .title = "The body is no JSON.",
       .cause = "A Lambda function takes JSON. The simulator has rendered the template with "
                "invented inputs (all of them, only the required ones, texts with quotes, "
                "backslashes and line ends), and the one that is named breaks it.",
       .fix = "Correct the template at this place; `patchcord simulate` shows each step.",
       .example = R"x(input: { count: integer }
request:
  template: |
    {"count": ${input.count})x",
       .corrected = R"x(input: { count: integer }
request:
  template: |
    {"count": ${input.count}})x"},
      {.code = "L26",
       .severity = Severity::warning,
       .title = "A macro prints itself when its optional input is absent.",
       .cause = "A macro of nothing is nothing, and nothing prints its source text: the function "
                "gets `$esc.jsonEncode(${input.ref})`.",
       .fix = "Write both quietly: $!esc.jsonEncode($!{input.ref}).",
       .example = R"x(input: { ref: optional string }
request:
  template: |
    {"ref": "$esc.jsonEncode(${input.ref})"})x",
       .corrected = R"x(input: { ref: optional string }
request:
  template: |
    {"ref": "$!esc.jsonEncode($!{input.ref})"})x"},
      {.code = "L27",
       .severity = Severity::error,
       .title = "An escape macro has no quotes around it.",
       .cause = "jsonEncode and jsonString escape what is inside of a text; they add no quotes.",
       .fix = "Put quotes around the macro.",
       .example = R"x(input: { note: string }
request:
  template: |
    {"note": $esc.jsonEncode(${input.note})})x",
       .corrected = R"x(input: { note: string }
request:
  template: |
    {"note": "$esc.jsonEncode(${input.note})"})x"},
      {.code = "L28",
       .severity = Severity::warning,
       .title = "A URL is encoded with the macro for forms.",
       .cause = "`$esc.url` makes a `+` of a blank, which a URL path keeps as a plus sign.",
       .fix = "Use $esc.uriEncode.",
       .unchecked =
           "The address of a Lambda action is the ARN of its function: it has nothing to encode."},
      {.code = "L29",
       .severity = Severity::error,
       .title = "A comma is left over beside a condition.",
       .cause = "The comma stands outside of the #if that leaves its member out.",
       .fix = "Move the comma into the #if, to the member that it belongs to.",
       .example = R"x(input: { id: integer, ref: optional string }
request:
  template: |
    {"id": ${input.id},#if("$!{input.ref}" != "")"ref": "$esc.jsonEncode(${input.ref})"#end})x",
       .corrected = R"x(input: { id: integer, ref: optional string }
request:
  template: |
    {"id": ${input.id}#if("$!{input.ref}" != ""), "ref": "$esc.jsonEncode(${input.ref})"#end})x"},
      {.code = "L44",
       .severity = Severity::warning,
       .title = "A header carries what does not belong into the client context.",
       .cause =
           "Headers of a Lambda action are handed over as client context: 3,583 bytes of base64, "
           "written to logs by many functions, and not visible to handlers in Python and Java.",
       .fix = "Put it into the body; keep secrets out of both.",
       .example = R"x(request:
  headers: { Authorization: Bearer abc })x",
       .corrected = R"x(request:
  headers: { X-Locale: de })x"},
      {.code = "L54",
       .severity = Severity::error,
       .title = "JSON is nested deeper than 50 levels.",
       .cause = "Genesys Cloud refuses deeper documents, in requests and in replies.",
       .fix = "Pass what is deep as a text.",
       .example = R"x(request:
  template: '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]')x",
       .corrected = R"x(request:
  template: '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]')x"},
  };
}

}  // namespace patchcord::lint
