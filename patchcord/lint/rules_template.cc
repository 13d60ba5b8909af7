// Rules about Velocity, in any template.
#include "patchcord/lint/rule.h"

namespace patchcord::lint {

// NOLINTNEXTLINE(readability-function-size): a table
std::vector<Rule> template_rules() {
  return {
      {.code = "L01",
       .severity = Severity::error,
       .title = "A template cannot be read.",
       .cause = "The text is no Velocity template; the place is where the engine gave up, which is "
                "often behind the mistake.",
       .fix =
           "Close what is open: #if and #foreach need #end, brackets and quotes their counterpart.",
       .example = R"x(input: { ref: optional string }
request:
  template: |
    {#if("$!{input.ref}" != "")"ref": 1})x",
       .corrected = R"x(input: { ref: optional string }
request:
  template: |
    {#if("$!{input.ref}" != "")"ref": 1#end})x"},
      {.code = "L30",
       .severity = Severity::error,
       .title = "A backslash stands before a quote inside of a Velocity text.",
       .cause = R"x(Velocity does not know `\"` in "…": the text ends there.)x",
       .fix = R"x(Use $esc.quote inside of "…", or single quotes around the text.)x",
       .example = R"x(input: {}
request:
  template: |
    {"t": "$esc.jsonEncode("say \"hi\"")"})x",
       .corrected = R"x(input: {}
request:
  template: |
    {"t": "$esc.jsonEncode('say "hi"')"})x"},
      {.code = "L34",
       .severity = Severity::warning,
       .title = "A condition asks whether a text or number counts as true.",
       .cause = "In Velocity 2 an empty text and 0 are false, in 1.7 they are true; a variable of "
                "the translation map is a text even when it is `false` or `0`.",
       .fix = "Compare it with what you mean.",
       .example = R"x(input: { count: integer }
request:
  template: |
    {"some": #if($input.count)true#{else}false#end})x",
       .corrected = R"x(input: { count: integer }
request:
  template: |
    {"some": #if($input.count > 0)true#{else}false#end})x"},
      {.code = "L35",
       .severity = Severity::warning,
       .title = "Text is taken for a comment or a directive.",
       .cause = "`##` begins a comment that takes the rest of the line with it, and #stop and "
                "#break end more than a text, also inside of JSON quotes.",
       .fix = "Write $esc.hash for each #, or put the text between #[[ and ]]#.",
       .example = R"x(input: {}
request:
  template: |
    {"t": "A##B"})x",
       .corrected = R"x(input: {}
request:
  template: |
    {"t": "A${esc.hash}${esc.hash}B"})x"},
      {.code = "L36",
       .severity = Severity::warning,
       .title = "Text is taken for a reference.",
       .cause = "A `$` before a letter begins a reference. One to nothing prints itself today, and "
                "stops doing so when somebody sets a variable of that name.",
       .fix = "Write ${esc.dollar} for the sign itself.",
       .example = R"x(input: {}
request:
  template: |
    {"price": "5 $USD"})x",
       .corrected = R"x(input: {}
request:
  template: |
    {"price": "5 ${esc.dollar}USD"})x"},
      {.code = "L57",
       .severity = Severity::warning,
       .title = "A macro does not exist for this integration.",
       .cause = "What is not known prints itself in a request and fails the action in a response. "
                "$salesforce and $msdynamics exist in other integrations only.",
       .fix = "Look up the name: $esc, $math, $encoding, $successTemplateUtils and $urlTool are "
              "there.",
       .example = R"x(input: { note: string }
request:
  template: |
    {"note": "$esc.jsonEscape(${input.note})"})x",
       .corrected = R"x(input: { note: string }
request:
  template: |
    {"note": "$esc.jsonEncode(${input.note})"})x"},
      {.code = "L69",
       .severity = Severity::note,
       .title = "What Genesys Cloud does here is not confirmed.",
       .cause = "There is one sentence of documentation about $esc.jsonDecode, "
                "$urlTool.optionalQueryParam and $successTemplateUtils.moveKeysIntoArrayOfObjects, "
                "and none that says whether a response may read $input. The simulator shows our "
                "reading, which is approximate.",
       .fix = "Run the action at Genesys Cloud before you rely on it, or do without.",
       .example = R"x(input: { note: string }
request:
  template: |
    {"note": "$esc.jsonEncode($esc.jsonDecode(${input.note}))"})x",
       .corrected = R"x(input: { note: string }
request:
  template: |
    {"note": "$esc.jsonEncode(${input.note})"})x"},
      {.code = "L58",
       .severity = Severity::warning,
       .title = "A list or map is printed as it is.",
       .cause = "Java prints `{a=1}` and `[x, y]`: neither is JSON.",
       .fix = "Print its members one by one, or ${input.rawRequest} for all inputs.",
       .example = R"x(input: {}
request:
  template: |
    {"all": "${input}"})x",
       .corrected = R"x(input: {}
request:
  template: |
    {"all": ${input.rawRequest}})x"},
  };
}

}  // namespace patchcord::lint
