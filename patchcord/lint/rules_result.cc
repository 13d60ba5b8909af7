// Rules about what the action returns, against its contract.
#include "patchcord/lint/rule.h"

namespace patchcord::lint {

// NOLINTNEXTLINE(readability-function-size): a table
std::vector<Rule> result_rules() {
  return {
      {.code = "L45",
       .severity = Severity::warning,
       .title = "The template and the contract name different outputs.",
       .cause = "Architect sees what the contract declares. What the template never makes stays "
                "unset, and what the contract does not declare is invisible.",
       .fix = "Give both the same names, with the same case.",
       .example = R"x(output: { name: string, tier: optional string }
response:
  map: { name: $.name }
  defaults: { name: '""' }
  template: |
    {"name": ${name}})x",
       .corrected = R"x(output: { name: string, tier: optional string }
response:
  map: { name: $.name, tier: $.tier }
  defaults: { name: '""', tier: '""' }
  template: |
    {"name": ${name}, "tier": ${tier}})x"},
      {.code = "L46",
       .severity = Severity::error,
       .title = "A value has another type than the contract declares.",
       .cause = "A result that does not fit the contract fails the action.",
       .fix = "Write the value as declared, or correct the contract before it is published.",
       .example = R"x(output: { count: integer }
response:
  template: |
    {"count": "5"})x",
       .corrected = R"x(output: { count: integer }
response:
  template: |
    {"count": 5})x"},
      {.code = "L47",
       .severity = Severity::warning,
       .title = "Two lists that belong together may differ in length.",
       .cause = "A path over a list leaves out the elements that lack the member, so the rows of "
                "two lists no longer match.",
       .fix = "Return one list of objects.",
       .example = R"x(output: { a: array of string, b: array of string }
response:
  map: { a: "$.rows[*].a", b: "$.rows[*].b" }
  defaults: { a: '[]', b: '[]' }
  template: |
    {"a": ${a}, "b": ${b}})x",
       .corrected = R"x(output: { rows: [ { a: string, b: string } ] }
response:
  map: { rows: $.rows }
  defaults: { rows: '[]' }
  template: |
    {"rows": ${rows}})x"},
      {.code = "L48",
       .severity = Severity::warning,
       .title = "A default is null where a type is declared.",
       .cause = "The output is not set then; whether the platform accepts null for the type is not "
                "confirmed.",
       .fix = R"x(Give a default of the declared type, such as '""' or 0.)x",
       .example = R"x(output: { name: optional string }
response:
  map: { name: $.name }
  defaults: { name: null }
  template: |
    {"name": ${name}})x",
       .corrected = R"x(output: { name: optional string }
response:
  map: { name: $.name }
  defaults: { name: '""' }
  template: |
    {"name": ${name}})x"},
      {.code = "L52",
       .severity = Severity::warning,
       .title = "The function answers as for API Gateway.",
       .cause = "Genesys Cloud takes the answer as it is: whatever the statusCode, the action "
                "succeeds, and body is a text in which no path finds anything.",
       .fix = "Return the object itself, and throw for an error.",
       .example = R"x(output: { status: integer, error: string }
response:
  map: { status: $.statusCode, error: $.body.error }
  defaults: { status: 0, error: '""' }
  template: |
    {"status": ${status}, "error": ${error}})x",
       .corrected = R"x(output: { error: string }
response:
  map: { error: $.error }
  defaults: { error: '""' }
  template: |
    {"error": ${error}})x"},
      {.code = "L53",
       .severity = Severity::warning,
       .title = "The function answers with a text.",
       .cause = "JSON.stringify in the handler makes a text of the object: no path finds anything "
                "in it, and a contract of an object refuses it.",
       .fix = "Return the object itself.",
       .example = R"x(tests:
  - expect: '{"a": 1}')x",
       .corrected = R"x(tests:
  - expect: { a: 1 })x"},
      {.code = "L55",
       .severity = Severity::note,
       .title = "A required output is made only under a condition.",
       .cause = "Whenever the condition does not hold, the result does not fit the contract and "
                "the action fails.",
       .fix = "Make it in every branch, or declare it optional.",
       .example = R"x(output: { found: string }
response:
  template: |
    {#if($rawResult.contains("state"))"found": "yes"#end})x",
       .corrected = R"x(output: { found: string }
response:
  template: |
    {"found": "#if($rawResult.contains("state"))yes#{else}no#end"})x"},
      {.code = "L66",
       .severity = Severity::error,
       .title = "The result is no JSON, or does not fit the contract.",
       .cause = "The simulator has made the result from an invented reply: one in which every path "
                "finds a value of the declared type, and one in which none finds anything. The "
                "first is a guess, so what it shows is a warning.",
       .fix = "Correct the template at this place; `patchcord simulate` shows each step.",
       .example = R"x(output: { count: integer }
response:
  map: { count: $.count }
  defaults: { count: 0 }
  template: |
    {"count": ${count})x",
       .corrected = R"x(output: { count: integer }
response:
  map: { count: $.count }
  defaults: { count: 0 }
  template: |
    {"count": ${count}})x"},
  };
}

}  // namespace patchcord::lint
