#include "patchcord/sandbox/knobs.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord::sandbox {
namespace {

using Names = std::initializer_list<std::string_view>;
constexpr int day_ms = 86'400'000;

class Writer {
 public:
  void number(std::string_view name, int value, int /*least*/, int /*most*/) {
    out_[std::string(name)] = value;
  }
  void flag(std::string_view name, bool value) { out_[std::string(name)] = value; }
  void text(std::string_view name, const std::string& value) { out_[std::string(name)] = value; }
  void list(std::string_view name, const std::optional<std::vector<std::string>>& value) {
    out_[std::string(name)] = value ? Json(*value) : Json();
  }
  template <typename Enum>
  void choice(std::string_view name, Enum value, Names names) {
    out_[std::string(name)] = std::string(names.begin()[static_cast<std::size_t>(value)]);
  }
  [[nodiscard]] const Json& out() const { return out_; }

 private:
  Json out_ = Json::object();
};

class Reader {
 public:
  // `noun` is what errors call it.
  Reader(const Json& change, std::string_view noun) : change_(change), noun_(noun) {}

  void number(std::string_view name, int& value, int least, int most) {
    const Json* given = take(name);
    if (given == nullptr) return;
    const long long wish = given->is_number_integer() ? integer_at(change_, name, -1) : -1;
    if (wish < least || wish > most)
      return refuse(name, fmt::format("an integer from {} to {}", least, most));
    value = static_cast<int>(wish);
  }
  void flag(std::string_view name, bool& value) {
    const Json* given = take(name);
    if (given == nullptr) return;
    if (!given->is_boolean()) return refuse(name, "true or false");
    value = given->get<bool>();
  }
  void text(std::string_view name, std::string& value) {
    const Json* given = take(name);
    if (given == nullptr) return;
    if (!given->is_string()) return refuse(name, "a string");
    value = given->get<std::string>();
  }
  void list(std::string_view name, std::optional<std::vector<std::string>>& value) {
    const Json* given = take(name);
    if (given == nullptr) return;
    if (given->is_null()) return value.reset();
    if (!given->is_array()) return refuse(name, "null or an array of strings");
    std::vector<std::string> items;
    for (const auto& item : *given) {
      if (!item.is_string()) return refuse(name, "null or an array of strings");
      items.push_back(item.get<std::string>());
    }
    value = std::move(items);
  }
  template <typename Enum>
  void choice(std::string_view name, Enum& value, Names names) {
    const Json* given = take(name);
    if (given == nullptr) return;
    const std::string wish = given->is_string() ? given->get<std::string>() : to_text(*given);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names.begin()[i] == wish) {
        value = static_cast<Enum>(i);
        return;
      }
    }
    refuse(name, fmt::format("one of {}", fmt::join(names, ", ")));
  }

  [[nodiscard]] Result<void> verdict() const {
    if (!problem_.empty()) return Error{.code = Code::invalid, .what = problem_};
    for (const auto& [name, value] : change_.items()) {
      if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
      Error error{.code = Code::invalid, .what = fmt::format("there is no {} \"{}\"", noun_, name)};
      if (const auto near = nearest(name, known_))
        error.hint = fmt::format("Did you mean \"{}\"?", *near);
      return error;
    }
    return {};
  }

 private:
  const Json* take(std::string_view name) {
    known_.emplace_back(name);
    const auto found = change_.find(name);
    return found == change_.end() ? nullptr : &*found;
  }
  void refuse(std::string_view name, const std::string& wanted) {
    if (problem_.empty()) problem_ = fmt::format("{} \"{}\" must be {}", noun_, name, wanted);
  }

  const Json& change_;
  std::string_view noun_;
  std::vector<std::string> known_;
  std::string problem_;
};

template <typename Knob, typename Visitor>
void visit_times_and_limits(Knob& k, Visitor& v) {
  v.number("latencyMs", k.latency_ms, 0, day_ms);
  v.number("listingLagMs", k.listing_lag_ms, 0, day_ms);
  v.number("creationLagMs", k.creation_lag_ms, 0, day_ms);
  v.number("deleteLagMs", k.delete_lag_ms, 0, day_ms);
  v.number("activationMs", k.activation_ms, 0, day_ms);
  v.number("tokenSeconds", k.token_seconds, 1, 172'800);
  v.number("rateLimit", k.rate_limit, 0, 1'000'000);
  v.number("rateWindowSeconds", k.rate_window_seconds, 1, 86'400);
  v.number("tokensPerMinute", k.tokens_per_minute, 0, 1'000'000);
  v.number("maxInstances", k.max_instances, 0, 1'000'000);
  v.number("requestBytesMax", k.request_bytes_max, 1, 10 * 1024 * 1024);
  v.number("firstActionVersion", k.first_action_version, 0, 1'000'000);
}

template <typename Knob, typename Visitor>
void visit_answers(Knob& k, Visitor& v) {
  v.flag("retryAfter", k.retry_after);
  v.flag("limitObject", k.limit_object);
  v.flag("record", k.record);
  v.text("activationError", k.activation_error);
  v.list("permissions", k.permissions);
  v.flag("createAnswersInline", k.create_answers_inline);
  v.flag("integrationListFilters", k.integration_list_filters);
  v.flag("includeConfig", k.include_config);
  v.flag("emptyNotesMarker", k.empty_notes_marker);
  v.flag("uniqueNames", k.unique_names);
  v.flag("slotCaseMatters", k.slot_case_matters);
  v.flag("lambdaTypeInstalled", k.lambda_type_installed);
  v.flag("publishedValidatesDraft", k.published_validates_draft);
  v.text("slotKey", k.slot_key);
  v.text("credentialType", k.credential_type);
  v.text("credentialField", k.credential_field);
  v.text("staticPrefix", k.static_prefix);
}

template <typename Knob, typename Visitor>
void visit_readings(Knob& k, Visitor& v) {
  v.choice("versionMismatch", k.version_mismatch, {"409", "400text"});
  v.choice("credentialInUse", k.credential_in_use, {"409", "204", "400"});
  v.choice("credentialTypesShape", k.credential_types_shape, {"array", "page"});
  v.choice("enableWithoutCredential", k.enable_without_credential, {"error", "400"});
  v.choice("credentialRedaction", k.credential_redaction, {"missing", "empty", "masked"});
  v.choice("secondDraft", k.second_draft, {"409", "existing"});
  v.choice("frozenChange", k.frozen_change, {"patch", "publish", "allowed"});
  v.choice(
      "dependencyTracking", k.dependency_tracking, {"ok", "403", "building", "206", "versioned"});
  v.choice("largePages", k.large_pages, {"clamp", "400"});
  v.choice("configPatch", k.config_patch, {"replace", "merge"});
  v.choice("draftOnlyGet", k.draft_only_get, {"404", "draft"});
  v.choice("listingContracts", k.listing_contracts, {"none", "uris", "schemas"});
  v.choice("rateWindow", k.rate_window, {"first-call", "clock"});
  v.choice("cursorEnd", k.cursor_end, {"when-more", "when-any"});
  v.choice("unknownSort", k.unknown_sort, {"400", "ignored"});
  v.choice("maxInstancesStatus", k.max_instances_status, {"400", "409"});
  v.choice("schemaNames", k.schema_names, {"brief", "full"});
  v.choice("arnCheck", k.arn_check, {"none", "write"});
  v.choice("contractCheck", k.contract_check, {"400", "none"});
  v.choice("typeProperties", k.type_properties, {"none", "kept"});
  v.choice("operationNames", k.operation_names, {"published", "others"});
  v.choice("pageTotals", k.page_totals, {"exact", "absent", "more"});
  v.choice("modifiedDates", k.modified_dates, {"shown", "absent", "seconds"});
  v.choice("patchAnswers", k.patch_answers, {"state", "none"});
  v.choice("contractMembers", k.contract_members, {"as-sent", "added"});
  v.choice("templateAccept", k.template_accept, {"checked", "any"});
  v.choice("duplicateCredential", k.duplicate_credential, {"made", "409"});
}

template <typename Readings, typename Visitor>
void visit_actions(Readings& r, Visitor& v) {
  v.choice("nulls", r.nulls, {"accept", "refuse"});
  v.choice("velocity", r.dialect, {"2", "1.7"});
  v.flag("strictRequest", r.strict_request);
  v.choice("integerFraction", r.fraction_is_integer, {"refused", "accepted"});
  v.choice("contractDefaults", r.fills_contract_defaults, {"ignored", "filled"});
  v.flag("successSeesInput", r.success_sees_input);
  v.choice("mappedNull", r.mapped_null_is_missing, {"text", "missing"});
  v.choice("defaultOutsideMap", r.defaults_outside_map, {"ignored", "defined"});
  v.choice("emptyBody", r.empty_body_is_object, {"refused", "object"});
  v.choice("nullReply", r.null_reply_is_missing, {"refused", "missing"});
  v.choice("missingLeaf", r.missing_leaf_is_left_out, {"null", "left-out"});
  v.choice("decimals", r.exact_decimals, {"double", "exact"});
}

template <typename Knob, typename Visitor>
void visit(Knob& knobs, Visitor& visitor) {
  visit_actions(knobs.readings, visitor);
  visit_times_and_limits(knobs, visitor);
  visit_answers(knobs, visitor);
  visit_readings(knobs, visitor);
}

}  // namespace

Json to_json(const Knobs& knobs) {
  Writer writer;
  visit(knobs, writer);
  return writer.out();
}

Result<Knobs> with_change(const Knobs& knobs, const Json& change) {
  if (!change.is_object())
    return Error{.code = Code::invalid, .what = "knobs must be a JSON object"};
  Knobs changed = knobs;
  Reader reader(change, "knob");
  visit(changed, reader);
  if (auto verdict = reader.verdict(); !verdict) return std::move(verdict).error();
  return changed;
}

Result<simulator::Readings> with_change(const simulator::Readings& readings, const Json& change) {
  simulator::Readings changed = readings;
  Reader reader(change, "reading");
  visit_actions(changed, reader);
  if (auto verdict = reader.verdict(); !verdict) return std::move(verdict).error();
  return changed;
}

}  // namespace patchcord::sandbox
