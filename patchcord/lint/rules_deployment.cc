// Rules about functions, limits, roles and where everything is.
#include "patchcord/lint/rule.h"

namespace patchcord::lint {

// NOLINTNEXTLINE(readability-function-size): a table
std::vector<Rule> deployment_rules() {
  return {
      {.code = "L37",
       .severity = Severity::error,
       .title = "The function is not given by its full ARN.",
       .cause =
           "A data action invokes exactly the ARN that it has: a name, a URL or a layer is none.",
       .fix = "Give arn:aws:lambda:<region>:<account>:function:<name>, with :<alias> if the action "
              "uses one.",
       .example = "function: order-status",
       .corrected = "function: arn:aws:lambda:us-east-1:123456789012:function:order-status:live"},
      {.code = "L38",
       .severity = Severity::warning,
       .title = "The function is in another region than the organization.",
       .cause = "Each call crosses regions, which takes longer; older documents of Genesys Cloud "
                "ask for the same region.",
       .fix = "Deploy the function to the region of the organization if you can.",
       .example = "function: arn:aws:lambda:eu-west-1:123456789012:function:order-status:live",
       .corrected = "function: arn:aws:lambda:us-east-1:123456789012:function:order-status:live"},
      {.code = "L39",
       .severity = Severity::warning,
       .title = "Call flows get whatever was uploaded last.",
       .cause =
           "$LATEST, and an ARN without an alias, change with each upload. Without an alias it "
           "is only a note: where nobody publishes versions, nothing is wrong.",
       .fix = "Publish a version, and name an alias that points to it.",
       .example =
           R"x(function: "arn:aws:lambda:us-east-1:123456789012:function:order-status:$LATEST")x",
       .corrected = "function: arn:aws:lambda:us-east-1:123456789012:function:order-status:live"},
      {.code = "L40",
       .severity = Severity::error,
       .title = "A Lambda function is not invoked by POST.",
       .cause = "Other methods are for web services; a GET would leave the body out.",
       .fix = "Set requestType to POST.",
       .example =
           R"x({"name": "Example", "integrationType": "aws-lambda-data-actions", "config": {"request": {"requestUrlTemplate": "arn:aws:lambda:us-east-1:123456789012:function:example:live", "requestType": "GET"}}, "contract": {"input": {"inputSchema": {"type": "object"}}, "output": {"successSchema": {"type": "object"}}}})x",
       .corrected =
           R"x({"name": "Example", "integrationType": "aws-lambda-data-actions", "config": {"request": {"requestUrlTemplate": "arn:aws:lambda:us-east-1:123456789012:function:example:live", "requestType": "POST"}}, "contract": {"input": {"inputSchema": {"type": "object"}}, "output": {"successSchema": {"type": "object"}}}})x"},
      {.code = "L41",
       .severity = Severity::warning,
       .title = "A GET request has a body.",
       .cause = "Genesys Cloud ignores the template of a GET.",
       .fix = "Remove the template.",
       .unchecked = "Lambda functions are invoked by POST; any other method is L40."},
      {.code = "L42",
       .severity = Severity::error,
       .title = "The timeout is not from 1 to 60 seconds.",
       .cause = "The platform accepts nothing else.",
       .fix = "Write for example timeout: 15s.",
       .example = "timeout: 90s",
       .corrected = "timeout: 60s"},
      {.code = "L43",
       .severity = Severity::warning,
       .title = "The function may run longer than the action waits.",
       .cause = "The caller gets a timeout while the function goes on.",
       .fix = "Let the action wait longer than the function runs, and that at most 60 seconds.",
       .unchecked = "The timeout of a function is known to AWS only."},
      {.code = "L62",
       .severity = Severity::error,
       .title = "The policy of a role is larger than IAM allows.",
       .cause = "All inline policies of a role together have at most 10,240 characters, room for "
                "about 160 functions.",
       .fix = "Divide the integrations over several roles."},
      {.code = "L63",
       .severity = Severity::error,
       .title = "Genesys Cloud, the role and the function cannot work together where they are.",
       .cause = "A principal of one AWS partition can do nothing in another, and a role cannot "
                "invoke a function of another account unless that function's own policy lets it. "
                "A warning where the partition that Genesys Cloud calls from is not published: "
                "us-east-2, which governments use.",
       .fix = "Deploy the function to the right partition and account; aws: { cross_account: true "
              "} if its own policy allows the role.",
       .example =
           "function: arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:order-status:live",
       .corrected = "function: arn:aws:lambda:us-east-1:123456789012:function:order-status:live"},
      {.code = "L64",
       .severity = Severity::error,
       .title = "The documents of a role do more, or less, than they should.",
       .cause =
           "They are proven against an evaluator of IAM policies: Genesys Cloud gets in with its "
           "external id and nobody else does, the functions can be invoked and nothing else can.",
       .fix = "Correct what they follow from: trusted_account, organization, the functions.",
       .example = R"x(deployment: example
genesys: { domain: cloud.example, trusted_account: "123456789012" }
integrations:
  - name: Examples
    actions:
      - name: Example
        function: arn:aws:lambda:us-east-1:123456789012:function:example:live
        input: {}
        output: {})x",
       .corrected = R"x(deployment: example
genesys: { domain: cloud.example, trusted_account: "210987654321" }
integrations:
  - name: Examples
    actions:
      - name: Example
        function: arn:aws:lambda:us-east-1:123456789012:function:example:live
        input: {}
        output: {})x"},
      {.code = "L67",
       .severity = Severity::error,
       .title = "Two environments are one deployment.",
       .cause = "What is made is marked with the name of the deployment. With the same name in the "
                "same organization, applying one environment changes what the other made, and "
                "destroying one removes it.",
       .fix = "Give one of them a `deployment` of its own; or pin the `organization` of each, if "
              "they are different ones.",
       .example = R"x(deployment: example
genesys: { region: us-east-1 }
integrations:
  - name: Examples
    actions:
      - name: Example
        function: arn:aws:lambda:us-east-1:123456789012:function:example:live
        input: {}
        output: {}
environments:
  prod: {}
  dev: {})x",
       .corrected = R"x(deployment: example
genesys: { region: us-east-1 }
integrations:
  - name: Examples
    actions:
      - name: Example
        function: arn:aws:lambda:us-east-1:123456789012:function:example:live
        input: {}
        output: {}
environments:
  prod: {}
  dev: { deployment: example-dev })x"},
      {.code = "L68",
       .severity = Severity::warning,
       .title = "AWS has no such region.",
       .cause = "Nothing answers for a function there. The list of regions is that of the day this "
                "program was built.",
       .fix = "Correct the region in the ARN.",
       .example = "function: arn:aws:lambda:us-esat-1:123456789012:function:order-status:live",
       .corrected = "function: arn:aws:lambda:us-east-1:123456789012:function:order-status:live"},
  };
}

}  // namespace patchcord::lint
