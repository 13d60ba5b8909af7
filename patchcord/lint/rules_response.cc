// Rules about the translation map, its defaults and the success template.
#include "patchcord/lint/rule.h"

namespace patchcord::lint {

// NOLINTNEXTLINE(readability-function-size): a table
std::vector<Rule> response_rules() {
  return {
      {.code = "L02",
       .severity = Severity::error,
       .title = "The success template uses a variable that is never set.",
       .cause = "A success template is strict: a variable that neither the map nor the template "
                "sets fails the action, also in its quiet form.",
       .fix = "Correct the name, or add the variable to response.map.",
       .example = R"x(output: { a: string, b: string }
response:
  map: { state: $.state }
  defaults: { state: '""' }
  template: |
    {"a": ${state}, "b": ${States}})x",
       .corrected = R"x(output: { a: string, b: string }
response:
  map: { state: $.state }
  defaults: { state: '""' }
  template: |
    {"a": ${state}, "b": ${state}})x"},
      {.code = "L03",
       .severity = Severity::error,
       .title = "The `$` before {rawResult} is missing.",
       .cause = "Without it the text {rawResult} is the result, which is no JSON.",
       .fix = "Write ${rawResult}.",
       .example = R"x(output: {}
response:
  template: |
    {rawResult})x",
       .corrected = R"x(output: {}
response:
  template: |
    ${rawResult})x"},
      {.code = "L04",
       .severity = Severity::error,
       .title = "A default is no JSON.",
       .cause = "A default is put into the template as it is when its path finds nothing. A text "
                "needs quotes of its own.",
       .fix = R"x(Write it as JSON: '"unknown"', 0, null.)x",
       .example = R"x(output: { state: string }
response:
  map: { state: $.state }
  defaults: { state: Not Found }
  template: |
    {"state": ${state}})x",
       .corrected = R"x(output: { state: string }
response:
  map: { state: $.state }
  defaults: { state: '"Not Found"' }
  template: |
    {"state": ${state}})x"},
      {.code = "L05",
       .severity = Severity::error,
       .title = "A mapped text gets a second pair of quotes.",
       .cause =
           R"x(The value of a mapped variable is JSON: a text has its quotes already, and `""Ann""` is no JSON.)x",
       .fix = "Remove the quotes around the reference.",
       .example = R"x(output: { name: string }
response:
  map: { name: $.name }
  defaults: { name: '""' }
  template: |
    {"name": "${name}"})x",
       .corrected = R"x(output: { name: string }
response:
  map: { name: $.name }
  defaults: { name: '""' }
  template: |
    {"name": ${name}})x"},
      {.code = "L06",
       .severity = Severity::warning,
       .title = "A member that the function leaves out fails the action.",
       .cause = "A path that finds nothing sets no variable, unless it has a default; using it "
                "fails the action.",
       .fix = "Give the variable a default in response.defaults.",
       .example = R"x(output: { name: string }
response:
  map: { name: $.name }
  template: |
    {"name": ${name}})x",
       .corrected = R"x(output: { name: string }
response:
  map: { name: $.name }
  defaults: { name: '""' }
  template: |
    {"name": ${name}})x"},
      {.code = "L07",
       .severity = Severity::warning,
       .title = "A default is never used.",
       .cause = "A path that looks everywhere (`$..id`) always finds a list, if an empty one: it "
                "never falls back to its default.",
       .fix = "Remove the default; give firstFromArray its own.",
       .example = R"x(output: { ids: array of string }
response:
  map: { ids: $..id }
  defaults: { ids: '[]' }
  template: |
    {"ids": ${ids}})x",
       .corrected = R"x(output: { ids: array of string }
response:
  map: { ids: $..id }
  template: |
    {"ids": ${ids}})x"},
      {.code = "L08",
       .severity = Severity::error,
       .title = "A list becomes an output that is declared as one value.",
       .cause = "A path with a filter, `*`, `..` or a range always gives a list, also when it "
                "finds one value.",
       .fix =
           R"x(Take the first one: ${successTemplateUtils.firstFromArray("${ids}", "$esc.quote$esc.quote")}.)x",
       .example = R"x(output: { id: string }
response:
  map: { ids: "$.p[*].id" }
  defaults: { ids: '[]' }
  template: |
    {"id": ${ids}})x",
       .corrected = R"x(output: { id: string }
response:
  map: { ids: "$.p[*].id" }
  defaults: { ids: '[]' }
  template: |
    {"id": ${successTemplateUtils.firstFromArray("${ids}", "$esc.quote$esc.quote")}})x"},
      {.code = "L09",
       .severity = Severity::warning,
       .title = "An index follows a filter.",
       .cause = "It is looked for inside of each match, not in the list of matches, and so finds "
                "nothing in objects.",
       .fix = "Take the first match with successTemplateUtils.firstFromArray.",
       .example = R"x(output: { ids: array of string }
response:
  map: { ids: "$.p[?(@.kind=='a')][0].id" }
  defaults: { ids: '[]' }
  template: |
    {"ids": ${ids}})x",
       .corrected = R"x(output: { ids: array of string }
response:
  map: { ids: "$.p[?(@.kind=='a')].id" }
  defaults: { ids: '[]' }
  template: |
    {"ids": ${ids}})x"},
      {.code = "L10",
       .severity = Severity::error,
       .title = "A path is no JSONPath.",
       .cause = "The action fails as soon as the function has answered.",
       .fix = "Correct it: $.member, $.list[0], $.list[*].member, $['a name'].",
       .example = R"x(output: { id: string }
response:
  map: { id: "$$.id" }
  defaults: { id: '""' }
  template: |
    {"id": ${id}})x",
       .corrected = R"x(output: { id: string }
response:
  map: { id: "$.id" }
  defaults: { id: '""' }
  template: |
    {"id": ${id}})x"},
      {.code = "L11",
       .severity = Severity::warning,
       .title = "A path does not begin with `$.`.",
       .cause =
           R"x(A path without it is completed, and a leading dot then means "anywhere": the result is a list.)x",
       .fix = "Begin the path with $.",
       .example = R"x(output: { id: string }
response:
  map: { id: id }
  defaults: { id: '""' }
  template: |
    {"id": ${id}})x",
       .corrected = R"x(output: { id: string }
response:
  map: { id: $.id }
  defaults: { id: '""' }
  template: |
    {"id": ${id}})x"},
      {.code = "L31",
       .severity = Severity::warning,
       .title = "firstFromArray has nothing for an empty list.",
       .cause = "Without a second argument an empty list fails the action.",
       .fix =
           R"x(Give a default as JSON: "$esc.quote$esc.quote" for an empty text, "0" for a number.)x",
       .example = R"x(output: { id: string }
response:
  map: { ids: "$.p[*].id" }
  defaults: { ids: '[]' }
  template: |
    {"id": ${successTemplateUtils.firstFromArray("${ids}")}})x",
       .corrected = R"x(output: { id: string }
response:
  map: { ids: "$.p[*].id" }
  defaults: { ids: '[]' }
  template: |
    {"id": ${successTemplateUtils.firstFromArray("${ids}", "$esc.quote$esc.quote")}})x"},
      {.code = "L32",
       .severity = Severity::error,
       .title = "The default of firstFromArray is no JSON of the declared type.",
       .cause = "It is put in as it is: a text needs quotes of its own.",
       .fix =
           R"x(Write the quotes as $esc.quote: "$esc.quote$esc.quote", "${esc.quote}none${esc.quote}".)x",
       .example = R"x(output: { id: string }
response:
  map: { ids: "$.p[*].id" }
  defaults: { ids: '[]' }
  template: |
    {"id": ${successTemplateUtils.firstFromArray("${ids}", "none")}})x",
       .corrected = R"x(output: { id: string }
response:
  map: { ids: "$.p[*].id" }
  defaults: { ids: '[]' }
  template: |
    {"id": ${successTemplateUtils.firstFromArray("${ids}", "${esc.quote}none${esc.quote}")}})x"},
      {.code = "L33",
       .severity = Severity::warning,
       .title = "A mapped text is compared without its quotes.",
       .cause = R"x(The value of the variable is JSON, "OPEN" with quotes: it never equals OPEN.)x",
       .fix = R"x(Take the quotes off first: #set($plain = $state.replace($esc.quote, "")).)x",
       .example = R"x(output: { open: boolean }
response:
  map: { state: $.state }
  defaults: { state: '""' }
  template: |
    {"open": #if($state == "OPEN")true#{else}false#end})x",
       .corrected = R"x(output: { open: boolean }
response:
  map: { state: $.state }
  defaults: { state: '""' }
  template: |
    #set($plain = $state.replace($esc.quote, ""))
    {"open": #if($plain == "OPEN")true#{else}false#end})x"},
      {.code = "L49",
       .severity = Severity::warning,
       .title = "A variable of the map, or a default, is never used.",
       .cause = "It costs nothing, but is often a misspelt name.",
       .fix = "Remove it, or use it.",
       .example = R"x(output: { name: string }
response:
  map: { name: $.name, tier: $.tier }
  defaults: { name: '""' }
  template: |
    {"name": ${name}})x",
       .corrected = R"x(output: { name: string }
response:
  map: { name: $.name }
  defaults: { name: '""' }
  template: |
    {"name": ${name}})x"},
      {.code = "L59",
       .severity = Severity::note,
       .title = "A path uses a function that newer engines have only.",
       .cause = "length, size, min, max, avg, sum, stddev, concat and append are old; which "
                "version Genesys Cloud runs is not published.",
       .fix = "Let the function compute the value.",
       .example = R"x(output: { row: integer }
response:
  map: { row: $.rows.first() }
  defaults: { row: 0 }
  template: |
    {"row": ${row}})x",
       .corrected = R"x(output: { row: integer }
response:
  map: { row: "$.rows[0]" }
  defaults: { row: 0 }
  template: |
    {"row": ${row}})x"},
  };
}

}  // namespace patchcord::lint
