#include "patchcord/policy/evaluate.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/arn.h"
#include "patchcord/policy/condition.h"

namespace patchcord::policy {
namespace {

bool names_principals(Layer layer) {
  return layer == Layer::trust_policy || layer == Layer::resource_policy;
}

Trial part(Truth truth, std::string_view no, std::string_view unknown) {
  if (truth == Truth::yes) return {.truth = truth};
  return {.truth = truth, .why = std::string(truth == Truth::no ? no : unknown)};
}

PrincipalMatch principal_match(const Statement& statement, const Request& request, Layer layer) {
  if (!names_principals(layer)) {
    const auto truth = statement.principal || statement.not_principal ? Truth::unknown : Truth::yes;
    return {.covers = truth, .by_name = truth};
  }
  if (statement.principal.has_value() == statement.not_principal.has_value()) {
    return {.covers = Truth::unknown, .by_name = Truth::unknown};
  }
  if (statement.principal) return match_principal(*statement.principal, request.principal);
  const auto applies = not_principal_applies(*statement.not_principal, request.principal);
  return {.covers = applies, .by_name = applies};
}

Trial action_trial(const Statement& statement, const Request& request) {
  return part(covers_action(statement, request.action),
              fmt::format("it is not about {}", request.action),
              "its Action and NotAction are not understood");
}

// A variable works only in the resource field. Source: IAM User Guide, Variables and tags
Resolved resolve_resource(std::string_view pattern, const Context& context, bool variables) {
  const auto arn = split_arn(pattern);
  if (!arn) return {.pattern = std::string(pattern)};
  auto out = resolve(arn->resource, context, variables);
  out.pattern.insert(0, pattern.substr(0, pattern.size() - arn->resource.size()));
  return out;
}

// Lambda does not match a wildcard in the account field. Source: Lambda Developer Guide, Resources
// and conditions
bool is_unmatchable(std::string_view pattern) {
  const auto arn = split_arn(pattern);
  return arn && arn->service == "lambda" &&
         arn->account.find_first_of("*?") != std::string_view::npos;
}

std::string why_not_known(std::string_view pattern, std::string_view resource) {
  if (!split_arn(pattern)) return fmt::format("the resource {} is not an ARN", pattern);
  return fmt::format("IAM's documentation leaves open whether {} covers {}", pattern, resource);
}

// `valueless`: what a pattern with a variable that has no value counts as.
Trial resource_is_listed(const Strings& patterns,
                         const Request& request,
                         bool variables,
                         Truth valueless) {
  Trial out{.truth = Truth::no, .why = fmt::format("it is not about {}", request.resource)};
  for (const auto& pattern : patterns) {
    if (is_unmatchable(pattern)) continue;
    const auto resolved = resolve_resource(pattern, request.context, variables);
    auto truth = resolved.truth == Truth::no ? valueless : resolved.truth;
    if (truth == Truth::yes) truth = resource_is_like(resolved.pattern, request.resource);
    if (truth == Truth::yes) return {.truth = truth};
    if (truth == Truth::no) continue;
    out = {.truth = truth,
           .why = resolved.why.empty() ? why_not_known(pattern, request.resource) : resolved.why};
  }
  return out;
}

Trial resource_trial(const Statement& statement,
                     const Request& request,
                     Layer layer,
                     bool variables) {
  if (layer == Layer::trust_policy && !statement.resources && !statement.not_resources) {
    return {.truth = Truth::yes};
  }
  if (layer == Layer::trust_policy ||
      statement.resources.has_value() == statement.not_resources.has_value()) {
    return {.truth = Truth::unknown, .why = "its Resource and NotResource are not understood"};
  }
  if (statement.resources)
    return resource_is_listed(*statement.resources, request, variables, Truth::no);
  // As with negated conditions: IAM's documentation does not say whether such a statement still
  // applies.
  auto listed = resource_is_listed(*statement.not_resources, request, variables, Truth::unknown);
  listed.truth = opposite(listed.truth);
  if (listed.truth == Truth::no)
    listed.why = fmt::format("its NotResource names {}", request.resource);
  return listed;
}

// All conditions that fail are named, so that a person can repair them at once.
Trial conditions_trial(const Statement& statement, const Request& request, bool variables) {
  Trial out{.truth = Truth::yes};
  for (const auto& condition : statement.conditions) {
    auto one = holds(condition, request.context, variables);
    if (one.truth < out.truth) {
      out = std::move(one);
    } else if (one.truth == out.truth && one.truth != Truth::yes) {
      out.why += ", and " + one.why;
    }
  }
  return out;
}

// What one statement says about the request.
struct StatementTrial {
  Truth matches{Truth::yes};
  Truth by_name{Truth::yes};
  std::string why{};  // the first part that says no, else the last that is unknown
  int passed{};       // how many parts said yes before one said no: the nearest miss is the best
                      // explanation
};

StatementTrial try_statement(const Statement& statement,
                             const Request& request,
                             Layer layer,
                             bool variables) {
  const auto principal = principal_match(statement, request, layer);
  StatementTrial out{.by_name = principal.by_name};
  const std::array parts{
      part(principal.covers,
           "its principals do not include the caller",
           "whether its principals include the caller is not known"),
      action_trial(statement, request),
      resource_trial(statement, request, layer, variables),
      conditions_trial(statement, request, variables),
      part(statement.effect == StatementEffect::unknown ? Truth::unknown : Truth::yes,
           "",
           "its Effect is not understood"),
      part(statement.not_understood.empty() ? Truth::yes : Truth::unknown,
           "",
           fmt::format("it has elements that are not understood: {}",
                       patchcord::to_text(statement.not_understood))),
  };
  for (const auto& one : parts) {
    if (one.truth < out.matches) {
      out.matches = one.truth;
      out.why = one.why;
    }
    if (one.truth == Truth::no) break;
    ++out.passed;
  }
  out.by_name = both(out.by_name, out.matches);
  return out;
}

// The verdict as it grows from statement to statement, with what explains each outcome.
class Tally {
 public:
  Tally(const Request& request, Layer layer) : request_(request) { verdict_.layer = layer; }

  void add(const Document& document, std::size_t index) {
    const bool known_version =
        document.version == current_version || document.version == first_version;
    if (!known_version) unknown(fmt::format("the version {} is not known", document.version));
    if (!document.not_understood.empty()) {
      unknown(fmt::format("the document has elements that are not understood: {}",
                          patchcord::to_text(document.not_understood)));
    }
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
      const auto& statement = document.statements[i];
      const auto trial =
          try_statement(statement, request_, verdict_.layer, document.version == current_version);
      add(statement,
          trial,
          {.document = index, .statement = i, .sid = statement.sid, .label = document.label});
    }
  }

  Verdict finish() && {
    verdict_.decision = decision_of(verdict_.denies, verdict_.allows);
    switch (verdict_.decision) {
      case Decision::explicit_deny:
        verdict_.statement = deny_;
        verdict_.reason = fmt::format("{} denies {}", describe(*deny_), request_.action);
        break;
      case Decision::allowed:
        verdict_.statement = allow_;
        verdict_.reason = fmt::format("{} allows {}", describe(*allow_), request_.action);
        break;
      case Decision::implicit_deny:
        verdict_.reason = fmt::format("no statement allows {}{}", request_.action, nearest_miss_);
        break;
      case Decision::undetermined:
        verdict_.statement = doubt_;
        verdict_.reason = join(verdict_.unknowns, "; ");
        break;
    }
    return std::move(verdict_);
  }

 private:
  void unknown(std::string why) {
    verdict_.denies = either(verdict_.denies, Truth::unknown);
    verdict_.allows = either(verdict_.allows, Truth::unknown);
    verdict_.allows_by_name = either(verdict_.allows_by_name, Truth::unknown);
    verdict_.unknowns.push_back(std::move(why));
  }

  void add(const Statement& statement, const StatementTrial& trial, const StatementPlace& place) {
    if (trial.matches == Truth::no && statement.effect != StatementEffect::deny &&
        trial.passed > nearest_) {
      nearest_ = trial.passed;
      nearest_miss_ = fmt::format(": {}: {}", describe(place), trial.why);
    }
    if (trial.matches == Truth::no) return;
    if (trial.matches == Truth::unknown) {
      verdict_.unknowns.push_back(fmt::format("{}: {}", describe(place), trial.why));
      if (!doubt_) doubt_ = place;
    }
    if (statement.effect == StatementEffect::deny) {
      verdict_.denies = either(verdict_.denies, trial.matches);
      if (trial.matches == Truth::yes && !deny_) deny_ = place;
    } else if (statement.effect == StatementEffect::allow) {
      verdict_.allows = either(verdict_.allows, trial.matches);
      verdict_.allows_by_name = either(verdict_.allows_by_name, trial.by_name);
      if (trial.matches == Truth::yes && !allow_) allow_ = place;
    } else {
      verdict_.denies = either(verdict_.denies, Truth::unknown);
      verdict_.allows = either(verdict_.allows, Truth::unknown);
      verdict_.allows_by_name = either(verdict_.allows_by_name, Truth::unknown);
    }
  }

  const Request& request_;
  Verdict verdict_;
  std::optional<StatementPlace> deny_;
  std::optional<StatementPlace> allow_;
  std::optional<StatementPlace> doubt_;
  std::string nearest_miss_;
  int nearest_{-1};
};

Truth action_is_listed(const Strings& patterns, std::string_view lower_action) {
  for (const auto& pattern : patterns) {
    if (matches_wildcard(lower_case(pattern), lower_action)) return Truth::yes;
  }
  return Truth::no;
}

}  // namespace

const char* decision_name(Decision decision) {
  switch (decision) {
    case Decision::allowed:
      return "allowed";
    case Decision::explicit_deny:
      return "explicit deny";
    case Decision::implicit_deny:
      return "implicit deny";
    case Decision::undetermined:
      return "undetermined";
  }
  return "undetermined";
}

std::string describe(const StatementPlace& place) {
  auto out = fmt::format("statement {}", place.statement);
  if (place.label.empty() && place.document > 0)
    out += fmt::format(" of document {}", place.document);
  if (!place.sid.empty()) out += fmt::format(" ({})", place.sid);
  if (!place.label.empty()) out += " of " + place.label;
  return out;
}

Decision decision_of(Truth denies, Truth allows) {
  if (denies == Truth::yes) return Decision::explicit_deny;
  if (allows == Truth::no) return Decision::implicit_deny;
  return both(opposite(denies), allows) == Truth::yes ? Decision::allowed : Decision::undetermined;
}

Truth covers_action(const Statement& statement, std::string_view action) {
  if (statement.actions.has_value() == statement.not_actions.has_value()) return Truth::unknown;
  const auto lower = lower_case(action);
  if (statement.actions) return action_is_listed(*statement.actions, lower);
  return opposite(action_is_listed(*statement.not_actions, lower));
}

Verdict evaluate(std::span<const Document> documents, const Request& request, Layer layer) {
  Tally tally(request, layer);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    tally.add(documents[i], i);
  }
  return std::move(tally).finish();
}

Verdict evaluate(const Document& document, const Request& request, Layer layer) {
  return evaluate(std::span(&document, 1), request, layer);
}

}  // namespace patchcord::policy
