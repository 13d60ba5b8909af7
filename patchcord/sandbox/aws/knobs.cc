#include "patchcord/sandbox/aws/knobs.h"

#include <array>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/policy/document.h"

namespace patchcord::sandbox {
namespace {

struct NumberKnob {
  std::string_view name;
  int AwsKnobs::*member;
  int least;
  int most;
};

constexpr int day_ms = 86'400'000;
constexpr std::array numbers{
    NumberKnob{"readDelayMs", &AwsKnobs::read_delay_ms, 0, day_ms},
    NumberKnob{"writeDelayMs", &AwsKnobs::write_delay_ms, 0, day_ms},
    NumberKnob{"enforcementDelayMs", &AwsKnobs::enforcement_delay_ms, 0, day_ms},
    NumberKnob{"arnDelayMs", &AwsKnobs::arn_delay_ms, 0, day_ms},
    NumberKnob{"clockOffsetSeconds", &AwsKnobs::clock_offset_seconds, -1'000'000, 1'000'000},
    NumberKnob{"pageSizeMax", &AwsKnobs::page_size_max, 0, 1000},
    NumberKnob{"sessionSecondsMax", &AwsKnobs::session_seconds_max, 900, 43'200},
    NumberKnob{"skewMinutes", &AwsKnobs::skew_minutes, 1, 60},
};

// A choice between two readings; the first is the one we think most likely.
template <typename Enum>
struct ChoiceKnob {
  std::string_view name;
  Enum AwsKnobs::*member;
  std::array<std::string_view, 2> words;
};

constexpr ChoiceKnob<SimulationShape> simulation_shape{
    "simulationShape", &AwsKnobs::simulation_shape, {"pair", "action"}};
constexpr ChoiceKnob<AccountPrincipals> account_principals{
    "accountPrincipals", &AwsKnobs::account_principals, {"root", "typed"}};
constexpr ChoiceKnob<EarlyReads> early_reads{
    "earlyReads", &AwsKnobs::early_reads, {"old", "alternating"}};
constexpr ChoiceKnob<OmittedFields> omitted_fields{
    "updateRoleOmitted", &AwsKnobs::omitted_fields, {"kept", "erased"}};
constexpr ChoiceKnob<UnsignedContentType> unsigned_content_type{
    "unsignedContentType", &AwsKnobs::unsigned_content_type, {"accepted", "refused"}};
constexpr ChoiceKnob<LatestQualifier> latest_qualifier{
    "latestQualifier", &AwsKnobs::latest_qualifier, {"qualified", "unqualified"}};
constexpr std::string_view operator_policy = "operatorPolicy";
constexpr std::string_view web_identity = "webIdentity";
constexpr std::string_view mfa_code = "mfaCode";
constexpr std::string_view oidc_provider = "oidc-provider/";

Error refuse(std::string_view name, std::string_view wanted) {
  return {.code = Code::invalid, .what = fmt::format("the knob aws.{} needs {}", name, wanted)};
}

template <typename Enum>
void show(Json& out, const AwsKnobs& knobs, const ChoiceKnob<Enum>& knob) {
  out[std::string(knob.name)] = knob.words.at(static_cast<std::size_t>(knobs.*knob.member));
}

template <typename Enum>
Result<bool> change_choice(AwsKnobs& knobs,
                           const ChoiceKnob<Enum>& knob,
                           std::string_view name,
                           const Json& value) {
  if (name != knob.name) return false;
  for (std::size_t index = 0; index < knob.words.size(); ++index) {
    if (value == Json(knob.words.at(index))) {
      knobs.*knob.member = static_cast<Enum>(index);
      return true;
    }
  }
  return refuse(name, fmt::format("\"{}\" or \"{}\"", knob.words[0], knob.words[1]));
}

Result<bool> change_number(AwsKnobs& knobs, std::string_view name, const Json& value) {
  for (const NumberKnob& knob : numbers) {
    if (name != knob.name) continue;
    const auto number = value.is_number_integer() ? value.get<long long>() : knob.least - 1LL;
    if (number < knob.least || number > knob.most) {
      return refuse(name, fmt::format("an integer from {} to {}", knob.least, knob.most));
    }
    knobs.*knob.member = static_cast<int>(number);
    return true;
  }
  return false;
}

// A policy document as an object or as its text; null allows everything again.
Result<bool> change_policy(AwsKnobs& knobs, std::string_view name, const Json& value) {
  if (name != operator_policy) return false;
  if (value.is_null()) {
    knobs.operator_policy.reset();
    return true;
  }
  std::string text = value.is_string() ? value.get<std::string>() : to_text(value);
  TRY(policy::parse_document(text));
  knobs.operator_policy = std::move(text);
  return true;
}

// {"token":…,"provider":…,"subject":…}; null: no token is accepted.
Result<bool> change_web_identity(AwsKnobs& knobs, std::string_view name, const Json& value) {
  if (name != web_identity) return false;
  if (value.is_null()) {
    knobs.web_identity.reset();
    return true;
  }
  WebIdentity identity{.token = Secret(string_at(value, "token")),
                       .provider = string_at(value, "provider"),
                       .subject = string_at(value, "subject")};
  const bool complete = !identity.token.empty() && !identity.subject.empty() &&
                        identity.provider.find(oidc_provider) != std::string::npos;
  if (!complete) {
    return refuse(name, "a token, a subject and a provider (arn:aws:iam::…:oidc-provider/HOST)");
  }
  knobs.web_identity = std::move(identity);
  return true;
}

Result<bool> change_mfa_code(AwsKnobs& knobs, std::string_view name, const Json& value) {
  if (name != mfa_code) return false;
  if (!value.is_null() && !value.is_string()) return refuse(name, "six digits, or null");
  knobs.mfa_code = value.is_null() ? std::string() : value.get<std::string>();
  return true;
}

Error no_such_knob(const std::string& name) {
  const Json all = to_json(AwsKnobs{});
  std::vector<std::string> names;
  for (const auto& [key, unused] : all.items())
    names.push_back(key);
  const auto meant = nearest(name, names);
  Error error{.code = Code::invalid, .what = "there is no knob aws." + printable(name, 80)};
  if (meant) error.hint = "Did you mean " + *meant + "?";
  return error;
}

using Change = Result<bool> (*)(AwsKnobs&, std::string_view, const Json&);

// Each knows some knobs, and says whether it was one of them.
constexpr Change changes[] = {
    change_number,
    [](AwsKnobs& knobs, std::string_view name, const Json& value) {
      return change_choice(knobs, simulation_shape, name, value);
    },
    [](AwsKnobs& knobs, std::string_view name, const Json& value) {
      return change_choice(knobs, account_principals, name, value);
    },
    [](AwsKnobs& knobs, std::string_view name, const Json& value) {
      return change_choice(knobs, early_reads, name, value);
    },
    [](AwsKnobs& knobs, std::string_view name, const Json& value) {
      return change_choice(knobs, omitted_fields, name, value);
    },
    [](AwsKnobs& knobs, std::string_view name, const Json& value) {
      return change_choice(knobs, unsigned_content_type, name, value);
    },
    [](AwsKnobs& knobs, std::string_view name, const Json& value) {
      return change_choice(knobs, latest_qualifier, name, value);
    },
    change_policy,
    change_web_identity,
    change_mfa_code,
};

Result<void> change_one(AwsKnobs& knobs, const std::string& name, const Json& value) {
  for (const auto& change : changes) {
    TRY_ASSIGN(const bool known, change(knobs, name, value));
    if (known) return {};
  }
  return no_such_knob(name);
}

}  // namespace

Json to_json(const AwsKnobs& knobs) {
  Json out = Json::object();
  for (const NumberKnob& knob : numbers)
    out[std::string(knob.name)] = knobs.*knob.member;
  show(out, knobs, simulation_shape);
  show(out, knobs, account_principals);
  show(out, knobs, early_reads);
  show(out, knobs, omitted_fields);
  show(out, knobs, unsigned_content_type);
  show(out, knobs, latest_qualifier);
  out[std::string(operator_policy)] =
      knobs.operator_policy ? Json(*knobs.operator_policy) : Json(nullptr);
  out[std::string(web_identity)] = knobs.web_identity
                                       ? Json{{"token", knobs.web_identity->token.expose()},
                                              {"provider", knobs.web_identity->provider},
                                              {"subject", knobs.web_identity->subject}}
                                       : Json(nullptr);
  out[std::string(mfa_code)] = knobs.mfa_code.empty() ? Json(nullptr) : Json(knobs.mfa_code);
  return out;
}

Result<AwsKnobs> with_change(const AwsKnobs& knobs, const Json& change) {
  if (!change.is_object())
    return Error{.code = Code::invalid, .what = "the knobs under \"aws\" are a JSON object"};
  AwsKnobs changed = knobs;
  for (const auto& [name, value] : change.items())
    TRY(change_one(changed, name, value));
  return changed;
}

}  // namespace patchcord::sandbox
