#include "patchcord/policy/validate.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/arn.h"
#include "patchcord/policy/condition.h"

namespace patchcord::policy {
namespace {

// IAM's text, or nothing when the document passes.
using Problem = std::optional<std::string>;

Error malformed(const std::string& text) {
  return Error{.code = Code::invalid,
               .what = text,
               .answer = Answer{.status = 400, .code = "MalformedPolicyDocument", .message = text}};
}

bool has_known_operators(const Statement& statement) {
  return std::all_of(
      statement.conditions.begin(), statement.conditions.end(), [](const Condition& condition) {
        return parse_operator(condition.operation).has_value();
      });
}

// "allow": IAM's first parser takes it, its older one does not.
bool has_effect_of_other_case(const Statement& statement) {
  const auto effect = lower_case(string_at(statement.not_understood, "Effect"));
  return effect == "allow" || effect == "deny";
}

bool has_syntax_error(const Statement& statement) {
  const std::size_t excused = has_effect_of_other_case(statement) ? 1 : 0;
  const bool no_effect = statement.effect == StatementEffect::unknown && excused == 0;
  return statement.not_understood.size() > excused || no_effect ||
         !has_known_operators(statement) || (statement.actions && statement.not_actions) ||
         (statement.resources && statement.not_resources) ||
         (statement.principal && statement.not_principal);
}

bool has_syntax_error(const Document& document) {
  const bool known_version =
      document.version == current_version || document.version == first_version;
  return !document.not_understood.empty() || document.statements.empty() || !known_version ||
         std::any_of(document.statements.begin(),
                     document.statements.end(),
                     [](const Statement& statement) { return has_syntax_error(statement); });
}

bool is_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

Problem sid_problem(const Document& document) {
  std::set<std::string_view> seen;
  for (const auto& statement : document.statements) {
    if (!is_alphanumeric(statement.sid)) {
      return "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the "
             "regular expression "
             "[0-9A-Za-z]*";
    }
    if (!statement.sid.empty() && !seen.insert(statement.sid).second) {
      return "Statement IDs (SID) in a single policy must be unique.";
    }
  }
  return std::nullopt;
}

const Strings& either_of(const std::optional<Strings>& a, const std::optional<Strings>& b) {
  static const Strings none;
  if (a) return *a;
  return b ? *b : none;
}

bool is_partition(std::string_view name) {
  constexpr std::array partitions{
      "aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"};
  return name.find_first_of("*?") != std::string_view::npos ||
         std::find(partitions.begin(), partitions.end(), name) != partitions.end();
}

// IAM shows missing fields as wildcards.
std::string completed_arn(const std::vector<std::string_view>& fields) {
  std::string out = "arn";
  for (std::size_t i = 1; i < std::max<std::size_t>(fields.size(), 6); ++i) {
    out += ':';
    out += i < fields.size() ? fields[i] : "*";
  }
  return out;
}

Problem resource_problem(const std::string& resource) {
  if (resource == "*") return std::nullopt;
  const auto fields = split(resource, ':');
  if (fields.front() != "arn" || fields.size() < 2) {
    return fmt::format("Resource {} must be in ARN format or \"*\".", resource);
  }
  if (!is_partition(fields[1])) {
    return fmt::format(
        "Partition \"{}\" is not valid for resource \"{}\".", fields[1], completed_arn(fields));
  }
  if (fields.size() < 3 || fields[2].empty() ||
      fields[2].find_first_of("*?") != std::string_view::npos) {
    return "Resource vendor must be fully qualified and cannot contain regexes.";
  }
  return fields.size() < 6 ? Problem("The policy failed legacy parsing") : std::nullopt;
}

constexpr const char* no_vendor =
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

// A key may hold more colons: that of a tag does (aws:RequestTag/a:b), and an identity provider's.
Problem condition_problem(const Document& document) {
  for (const auto& statement : document.statements) {
    for (const auto& condition : statement.conditions) {
      if (condition.key.find(':') == std::string::npos) return no_vendor;
    }
  }
  return std::nullopt;
}

Problem action_problem(std::string_view action) {
  if (action == "*") return std::nullopt;
  const auto colon = action.find(':');
  if (colon == std::string_view::npos) return no_vendor;
  if (action.find(':', colon + 1) != std::string_view::npos) {
    return "Actions/Condition can contain only one colon.";
  }
  const auto vendor = action.substr(0, colon);
  const bool valid = std::all_of(vendor.begin(), vendor.end(), [](char c) {
    return is_alphanumeric(std::string_view(&c, 1)) || c == '-' || c == '.';
  });
  if (!valid && vendor != "*") return fmt::format("Vendor {} is not valid", vendor);
  return std::nullopt;
}

Problem elements_problem(const Document& document) {
  for (const auto& statement : document.statements) {
    if (either_of(statement.actions, statement.not_actions).empty()) {
      return "Policy statement must contain actions.";
    }
  }
  for (const auto& statement : document.statements) {
    if (either_of(statement.resources, statement.not_resources).empty()) {
      return "Policy statement must contain resources.";
    }
  }
  return std::nullopt;
}

Problem values_problem(const Document& document) {
  for (const auto& statement : document.statements) {
    for (const auto& resource : either_of(statement.resources, statement.not_resources)) {
      if (auto problem = resource_problem(resource)) return problem;
    }
  }
  for (const auto& statement : document.statements) {
    for (const auto& action : either_of(statement.actions, statement.not_actions)) {
      if (auto problem = action_problem(action)) return problem;
    }
  }
  return condition_problem(document);
}

Problem identity_problem(const Document& document) {
  const auto& statements = document.statements;
  if (std::any_of(statements.begin(), statements.end(), [](const Statement& one) {
        return one.principal || one.not_principal;
      })) {
    return "Policy document should not specify a principal.";
  }
  if (document.version != current_version)
    return "Policy document must be version 2012-10-17 or greater.";
  if (std::any_of(statements.begin(), statements.end(), has_effect_of_other_case)) {
    return "The policy failed legacy parsing";
  }
  if (auto problem = sid_problem(document)) return problem;
  if (auto problem = elements_problem(document)) return problem;
  return values_problem(document);
}

bool is_trust_action(const std::string& action) {
  constexpr std::array actions{"sts:assumerole",
                               "sts:assumerolewithsaml",
                               "sts:assumerolewithwebidentity",
                               "sts:tagsession",
                               "sts:setsourceidentity",
                               "sts:setcontext"};
  const auto lower = lower_case(action);
  return lower.starts_with("sts:") &&
         std::any_of(actions.begin(), actions.end(), [&](std::string_view one) {
           return matches_wildcard(lower, one);
         });
}

// A unique id stands for a principal that was deleted: IAM shows it and takes it back.
bool is_unique_id(std::string_view name) {
  return (name.starts_with("AROA") || name.starts_with("AIDA")) && is_alphanumeric(name);
}

bool is_valid_principal(std::string_view name, const TrustRules& rules) {
  if (name == "*" || is_account_id(name) || is_unique_id(name)) return true;
  const auto arn = split_arn(name);
  if (!arn || arn->partition != rules.partition || !is_account_id(arn->account)) return false;
  if (arn->service == "iam" && arn->resource == "root") return true;
  if (arn->service == "sts") return true;  // sessions need not exist
  const bool named = arn->resource.starts_with("role/") || arn->resource.starts_with("user/");
  return arn->service == "iam" && named && (!rules.exists || rules.exists(name));
}

Problem principal_problem(const Principals& principals, const TrustRules& rules) {
  if (principals.anyone_short)
    return R"(AssumeRolepolicy contained an invalid principal: "STAR":"*".)";
  for (const auto& name : principals.aws) {
    if (!is_valid_principal(name, rules))
      return fmt::format("Invalid principal in policy: \"AWS\":\"{}\"", name);
  }
  if (!principals.canonical_user.empty()) {
    return fmt::format("Invalid principal in policy: \"CANONICAL_USER\":\"{}\"",
                       principals.canonical_user.front());
  }
  const bool none =
      principals.aws.empty() && principals.service.empty() && principals.federated.empty();
  return none ? Problem("Missing required field Principal") : std::nullopt;
}

Problem statement_problem(const Statement& statement, const TrustRules& rules) {
  if (statement.resources) return "Has prohibited field Resource";
  if (statement.not_resources) return "Has prohibited field NotResource";
  if (statement.not_principal) return "Has prohibited field NotPrincipal";
  if (!statement.principal) return "Missing required field Principal";
  if (!statement.actions && !statement.not_actions) return "Missing required field Action";
  const auto& actions = either_of(statement.actions, statement.not_actions);
  if (actions.empty() || !std::all_of(actions.begin(), actions.end(), is_trust_action)) {
    return "AssumeRole policy may only specify STS AssumeRole actions.";
  }
  return principal_problem(*statement.principal, rules);
}

Problem trust_problem(const Document& document, const TrustRules& rules) {
  if (auto problem = sid_problem(document)) return problem;
  for (const auto& statement : document.statements) {
    if (has_effect_of_other_case(statement)) return "Syntax errors in policy.";
    if (auto problem = statement_problem(statement, rules)) return problem;
  }
  return condition_problem(document);
}

}  // namespace

std::size_t size_without_white_space(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    const bool continues_a_character = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    return c != ' ' && c != '\t' && c != '\n' && c != '\r' && !continues_a_character;
  }));
}

Result<Document> validate_trust_document(std::string_view text, const TrustRules& rules) {
  auto document = parse_document(text);
  if (!document) return malformed("This policy contains invalid Json");
  if (has_syntax_error(*document)) return malformed("Syntax errors in policy.");
  if (const auto problem = trust_problem(*document, rules)) return malformed(*problem);
  return document;
}

Result<Document> validate_identity_document(std::string_view text) {
  auto document = parse_document(text);
  if (!document || has_syntax_error(*document)) return malformed("Syntax errors in policy.");
  if (const auto problem = identity_problem(*document)) return malformed(*problem);
  return document;
}

}  // namespace patchcord::policy
