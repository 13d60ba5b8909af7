#include "patchcord/manifest/editor_schema.h"

namespace patchcord {

// NOLINTNEXTLINE(readability-function-size): a table
std::string_view manifest_schema() {
  return R"schema({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "patchcord manifest",
  "type": "object",
  "description": "What one manifest describes in one organization.",
  "properties": {
    "deployment": {
      "$ref": "#/definitions/deployment"
    },
    "genesys": {
      "$ref": "#/definitions/genesys"
    },
    "aws": {
      "$ref": "#/definitions/aws"
    },
    "integrations": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "object",
        "description": "An integration with its credential and actions.",
        "properties": {
          "name": {
            "type": "string",
            "description": "As Genesys Cloud shows it.",
            "maxLength": 256
          },
          "role": {
            "description": "The role that Genesys Cloud assumes: its name, or a mapping. Default: GenesysCloud-<deployment>.",
            "anyOf": [
              {
                "type": "string"
              },
              {
                "type": "object",
                "description": "A role that is made here, or with managed: false one of another team.",
                "properties": {
                  "name": {
                    "type": "string",
                    "description": "Name of the role."
                  },
                  "path": {
                    "type": "string",
                    "description": "Its path, such as /contact-centre/."
                  },
                  "policy": {
                    "type": "string",
                    "description": "Name of its inline policy, default patchcord-invoke."
                  },
                  "boundary": {
                    "type": "string",
                    "description": "ARN of its permissions boundary."
                  },
                  "tags": {
                    "type": "object",
                    "description": "Tags besides those of patchcord.",
                    "additionalProperties": {
                      "type": "string"
                    }
                  },
                  "adopt": {
                    "type": "boolean",
                    "description": "A role of this name that somebody else made becomes ours."
                  },
                  "arn": {
                    "type": "string",
                    "description": "ARN of a role of another team, with managed: false."
                  },
                  "managed": {
                    "type": "boolean",
                    "description": "false: another team makes the role; it is never written."
                  }
                },
                "additionalProperties": false
              }
            ]
          },
          "was": {
            "type": "string",
            "description": "The former name: the integration is renamed and keeps its id."
          },
          "adopt": {
            "type": "string",
            "description": "Id of an integration that exists and becomes ours."
          },
          "actions": {
            "type": "array",
            "minItems": 1,
            "items": {
              "type": "object",
              "description": "A data action, which invokes one function.",
              "properties": {
                "name": {
                  "type": "string",
                  "description": "As call flows know it.",
                  "maxLength": 256
                },
                "function": {
                  "type": "string",
                  "description": "Full ARN of the Lambda function, with :<alias> if the action uses one."
                },
                "import": {
                  "type": "string",
                  "description": "A file that the admin UI exported (*.custom.json); keys beside it count more."
                },
                "was": {
                  "type": "string",
                  "description": "The former name: a rename that keeps the id."
                },
                "adopt": {
                  "type": "string",
                  "description": "Id of an action that exists and becomes ours."
                },
                "category": {
                  "type": "string",
                  "description": "Default: the integration's name.",
                  "maxLength": 256
                },
                "secure": {
                  "type": "boolean",
                  "description": "Callable from secure flows only; frozen once published.",
                  "default": false
                },
                "timeout": {
                  "type": "string",
                  "description": "From 1s to 60s.",
                  "pattern": "^([1-9]|[1-5][0-9]|60)s$"
                },
                "input": {
                  "$ref": "#/definitions/contract"
                },
                "output": {
                  "$ref": "#/definitions/contract"
                },
                "request": {
                  "type": "object",
                  "description": "What the function gets.",
                  "properties": {
                    "template": {
                      "type": "string",
                      "description": "The body, default ${input.rawRequest}. Velocity, or file(…) beside the manifest."
                    },
                    "headers": {
                      "type": "object",
                      "description": "Handed to the function as client context.",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  },
                  "additionalProperties": false
                },
                "response": {
                  "type": "object",
                  "description": "What the action returns.",
                  "properties": {
                    "map": {
                      "type": "object",
                      "description": "Variables to JSONPaths in the answer of the function.",
                      "additionalProperties": {
                        "type": "string"
                      }
                    },
                    "defaults": {
                      "type": "object",
                      "description": "What stands for a variable whose path finds nothing, as JSON text.",
                      "additionalProperties": {
                        "type": [
                          "string",
                          "number",
                          "boolean",
                          "null"
                        ]
                      }
                    },
                    "template": {
                      "type": "string",
                      "description": "The result, default ${rawResult}. Velocity, or file(…) beside the manifest."
                    }
                  },
                  "additionalProperties": false
                },
                "tests": {
                  "type": "array",
                  "description": "verify runs all of them, apply the safe ones.",
                  "items": {
                    "type": "object",
                    "description": "One run of the action.",
                    "properties": {
                      "input": {
                        "type": "object",
                        "description": "The inputs."
                      },
                      "expect": {
                        "description": "Members that the unflattened result must have."
                      },
                      "expect_exact": {
                        "description": "All of the unflattened result."
                      },
                      "safe": {
                        "type": "boolean",
                        "description": "May run on every apply."
                      }
                    },
                    "additionalProperties": false
                  }
                }
              },
              "additionalProperties": false,
              "anyOf": [
                {
                  "required": [
                    "import"
                  ]
                },
                {
                  "required": [
                    "name",
                    "function"
                  ]
                }
              ]
            }
          }
        },
        "additionalProperties": false,
        "required": [
          "name",
          "actions"
        ]
      }
    },
    "environments": {
      "type": "object",
      "description": "By name, for --env.",
      "additionalProperties": {
        "type": "object",
        "description": "What --env NAME lays over the rest.",
        "properties": {
          "deployment": {
            "$ref": "#/definitions/deployment"
          },
          "genesys": {
            "$ref": "#/definitions/genesys"
          },
          "aws": {
            "$ref": "#/definitions/aws"
          },
          "values": {
            "type": "object",
            "description": "What stands for <name> in names, role, function, genesys and aws.",
            "additionalProperties": {
              "type": "string"
            }
          }
        },
        "additionalProperties": false
      }
    }
  },
  "additionalProperties": false,
  "required": [
    "deployment",
    "integrations"
  ],
  "definitions": {
    "deployment": {
      "type": "string",
      "description": "Names and marks everything that is made.",
      "pattern": "^[a-z0-9-]{1,40}$"
    },
    "genesys": {
      "type": "object",
      "description": "Where the organization lives.",
      "properties": {
        "region": {
          "type": "string",
          "description": "AWS region of the organization, such as eu-central-1."
        },
        "domain": {
          "type": "string",
          "description": "Instead of the region: the domain, such as mypurecloud.de."
        },
        "organization": {
          "type": "string",
          "description": "A pin: the id of the organization. Any other is refused before anything is written."
        },
        "trusted_account": {
          "type": "string",
          "description": "The AWS account that Genesys Cloud calls from, only where none is published, or other than reported for us-east-2."
        }
      },
      "additionalProperties": false
    },
    "aws": {
      "type": "object",
      "description": "Where the functions and roles are.",
      "properties": {
        "account": {
          "type": "string",
          "description": "A pin: the id of the AWS account, in quotes."
        },
        "cross_account": {
          "type": "boolean",
          "description": "Functions may be in another account than the role; their own policies must allow it."
        }
      },
      "additionalProperties": false
    },
    "contract": {
      "description": "Fields in words, a JSON Schema (draft-04, without $ref), or file(…) with one.",
      "anyOf": [
        {
          "type": "string",
          "pattern": "^file\\(.*\\)$"
        },
        {
          "type": "object",
          "required": [
            "type"
          ],
          "properties": {
            "type": {
              "enum": [
                "object",
                "array"
              ]
            }
          }
        },
        {
          "$ref": "#/definitions/fields"
        }
      ]
    },
    "fields": {
      "type": "object",
      "description": "Names to types; `optional` may stand before the name or the type.",
      "additionalProperties": {
        "anyOf": [
          {
            "type": "string",
            "pattern": "^\\s*(optional\\s+)?(array\\s+of\\s+)?(string|integer|number|boolean)\\s*$"
          },
          {
            "$ref": "#/definitions/fields"
          },
          {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
              "anyOf": [
                {
                  "type": "string",
                  "pattern": "^\\s*(optional\\s+)?(array\\s+of\\s+)?(string|integer|number|boolean)\\s*$"
                },
                {
                  "$ref": "#/definitions/fields"
                }
              ]
            }
          }
        ]
      }
    }
  }
}
)schema";
}

}  // namespace patchcord
