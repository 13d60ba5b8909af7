// Rules about the two contracts of an action, and its tests.
#include "patchcord/lint/rule.h"

namespace patchcord::lint {

// NOLINTNEXTLINE(readability-function-size): a table
std::vector<Rule> contract_rules() {
  return {
      {.code = "L12",
       .severity = Severity::error,
       .title = "An input is an object or a list.",
       .cause = "Inputs of a data action are flat: texts, numbers and booleans.",
       .fix = "Make an input of each value, or pass JSON as a text.",
       .example = "input: { order: { id: string } }",
       .corrected = "input: { orderId: string }"},
      {.code = "L13",
       .severity = Severity::error,
       .title = "The name of an input is reserved.",
       .cause = "orgId, integrationId and rawRequest are given by Genesys Cloud; an input of that "
                "name would overwrite them, and the action fails.",
       .fix = "Choose another name.",
       .example = "input: { orgId: string }",
       .corrected = "input: { orderOrgId: string }"},
      {.code = "L14",
       .severity = Severity::warning,
       .title = "The name of an input has a hyphen.",
       .cause = "Velocity reads ${input.order-id} as a subtraction, or not at all.",
       .fix = "Use _ instead; a published contract is reached by $input.get('order-id').",
       .example = "input: { order-id: string }",
       .corrected = "input: { order_id: string }"},
      {.code = "L15",
       .severity = Severity::error,
       .title = "A name in a contract is not one that Architect accepts.",
       .cause = "Names begin with a letter and have letters, digits, - and _.",
       .fix = "Rename it.",
       .example = "input: { 1st: string }",
       .corrected = "input: { first: string }"},
      {.code = "L16",
       .severity = Severity::error,
       .title = "A contract has a $ref.",
       .cause = "Genesys Cloud does not resolve references in contracts.",
       .fix = "Write the schema itself in its place.",
       .example = R"x(input:
  type: object
  properties: { id: { $ref: "#/definitions/id" } })x",
       .corrected = R"x(input:
  type: object
  properties: { id: { type: string } })x"},
      {.code = "L17",
       .severity = Severity::error,
       .title = "An array stands inside of an array.",
       .cause = "Architect has lists of values only; an array of objects becomes one list for each "
                "member.",
       .fix = "Return one array of objects whose members are no arrays.",
       .example = "output: { rows: [ { cells: array of string } ] }",
       .corrected = "output: { rows: [ { cell: string } ] }"},
      {.code = "L18",
       .severity = Severity::warning,
       .title = "The output is not an object.",
       .cause = "Outputs have names in Architect: those of the members of the top object.",
       .fix = "Return an object with the list as a member.",
       .example = "output: { type: array, items: { type: string } }",
       .corrected = "output: { rows: array of string }"},
      {.code = "L50",
       .severity = Severity::note,
       .title = "The contract refuses what the function may add.",
       .cause = "The whole answer is the result, and additionalProperties is false: any new member "
                "of the answer fails the action.",
       .fix = "Set additionalProperties to true; Architect sees the declared members only.",
       .example = R"x(output:
  type: object
  properties: { id: { type: string } }
  additionalProperties: false)x",
       .corrected = R"x(output:
  type: object
  properties: { id: { type: string } }
  additionalProperties: true)x"},
      {.code = "L51",
       .severity = Severity::warning,
       .title = "The name of an output has a dot.",
       .cause = "Architect and outbound rules name nested members with dots: a name with one "
                "cannot be told from a nested member, and outbound rules skip it.",
       .fix = "Declare the nesting.",
       .example = R"x(output:
  type: object
  properties: { "order.id": { type: string } })x",
       .corrected = "output: { order: { id: string } }"},
      {.code = "L56",
       .severity = Severity::note,
       .title = "A published contract has changed.",
       .cause = "The contract and `secure` of a published action cannot change.",
       .fix = "Make a new action; `apply --allow-replace` does that and keeps the old one.",
       .unchecked = "What is published is known to Genesys Cloud: `patchcord plan` compares with "
                    "it and says which field forces a new action."},
      {.code = "L60",
       .severity = Severity::warning,
       .title = "An input looks secret, and the action is not secure.",
       .cause = "Values of an action that is not secure are written to logs and shown in flows. "
                "`secure` is frozen once published.",
       .fix = "Set secure: true, and call the action from secure flows only.",
       .example = "input: { cardPin: string }",
       .corrected = R"x(input: { cardPin: string }
secure: true)x"},
      {.code = "L61",
       .severity = Severity::warning,
       .title = "The action has no contract.",
       .cause = "Architect sees neither inputs nor outputs that no contract declares, and a "
                "contract is frozen once it is published.",
       .fix = "Give `input` and `output`; {} if there are none.",
       .example = R"x(deployment: example
genesys: { region: us-east-1 }
integrations:
  - name: Examples
    actions:
      - name: Example
        function: arn:aws:lambda:us-east-1:123456789012:function:example:live)x",
       .corrected = R"x(deployment: example
genesys: { region: us-east-1 }
integrations:
  - name: Examples
    actions:
      - name: Example
        function: arn:aws:lambda:us-east-1:123456789012:function:example:live
        input: { id: string }
        output: { status: string })x"},
      {.code = "L65",
       .severity = Severity::error,
       .title = "A declared test cannot pass.",
       .cause = "Its input does not fit the input contract, or what it expects does not fit the "
                "output contract: the action fails before or after the function runs.",
       .fix = "Correct the test, or the contract.",
       .example = R"x(input: { id: integer }
tests:
  - input: { id: seven })x",
       .corrected = R"x(input: { id: integer }
tests:
  - input: { id: 7 })x"},
      {.code = "L70",
       .severity = Severity::error,
       .title = "A contract is no JSON Schema.",
       .cause =
           "Genesys Cloud refuses the action, or the action fails before the function runs: a "
           "keyword has a value that JSON Schema draft-04 does not know. Of a pattern that only "
           "this program cannot read it is a warning: nothing can be run with it here.",
       .fix = "Correct the keyword.",
       .example = R"x(input:
  type: object
  properties: { id: { type: strng } })x",
       .corrected = R"x(input:
  type: object
  properties: { id: { type: string } })x"},
  };
}

}  // namespace patchcord::lint
