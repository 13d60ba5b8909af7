// How the sandbox behaves where the real service is slow, limited, or not fully documented.
//
// One value, changed by POST /_sandbox/knobs with any of the names below; docs/sandbox.md lists
// them. Where the documentation leaves a question open, the first enumerator is the reading we
// think most likely.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/template/readings.h"

namespace patchcord::sandbox {

enum class VersionMismatch { conflict, bad_request };             // 409, 400text
enum class CredentialInUse { conflict, removed, bad_request };    // 409, 204, 400
enum class CredentialTypesShape { array, page };                  // array, page
enum class EnableWithoutCredential { error_state, bad_request };  // error, 400
enum class CredentialRedaction { missing, empty, masked };        // missing, empty, masked
enum class SecondDraft { conflict, existing };                    // 409, existing
enum class FrozenChange { at_patch, at_publish, allowed };        // patch, publish, allowed
// ok, 403, building, 206, versioned
enum class DependencyTracking { ok, denied, building, partial, versioned };
enum class LargePages { clamped, refused };               // clamp, 400
enum class ConfigPatch { replace, merge };                // replace, merge
enum class DraftOnlyGet { not_found, shown };             // 404, draft
enum class ListingContracts { none, uris, schemas };      // none, uris, schemas
enum class RateWindow { from_first_call, clock };         // first-call, clock
enum class CursorEnd { when_more, when_any };             // when-more, when-any
enum class UnknownSort { refused, ignored };              // 400, ignored
enum class MaxInstancesStatus { bad_request, conflict };  // 400, 409
enum class SchemaNames { brief, full };                   // input.json, inputschema.json
enum class ArnCheck { none, at_write };                   // none, write
enum class ContractCheck { refused, none };               // 400, none
enum class TypeProperties { none, kept };                 // none, kept
enum class OperationNames { published, others };          // published, others
enum class PageTotals { exact, absent, more };            // exact, absent, more
enum class ModifiedDates { shown, absent, seconds };      // shown, absent, seconds
enum class PatchAnswers { state, none };                  // state, none
enum class ContractMembers { as_sent, added };            // as-sent, added
enum class TemplateAccept { checked, any };               // checked, any
enum class DuplicateCredential { made, conflict };        // made, 409

struct Knobs {
  // Time, in milliseconds unless the name says seconds
  int latency_ms{0};       // before each answer, in real time
  int listing_lag_ms{0};   // a new or renamed object shows in listings only after this
  int creation_lag_ms{0};  // a new integration answers 404 (and 400 to new actions) for this long
  int delete_lag_ms{0};    // a deleted object still answers 200 for this long
  int activation_ms{0};    // from PATCH to ACTIVE, INACTIVE or ERROR
  int token_seconds{86'400};

  // Limits; 0 switches one off
  int rate_limit{300};  // requests of one token in one window
  int rate_window_seconds{60};
  int tokens_per_minute{0};  // the real number is not public
  int max_instances{0};      // integrations of one type
  int request_bytes_max{512'000};

  // Answers
  bool retry_after{true};          // on 429
  bool limit_object{true};         // in the body of 429
  bool record{false};              // keep exchanges for GET /_sandbox/exchanges
  std::string activation_error{};  // not empty: every activation ends in ERROR with this message
  std::optional<std::vector<std::string>> permissions{};  // of the OAuth client; none: all

  // Readings of what is not documented
  VersionMismatch version_mismatch{};
  CredentialInUse credential_in_use{};
  CredentialTypesShape credential_types_shape{};
  EnableWithoutCredential enable_without_credential{};
  CredentialRedaction credential_redaction{};
  SecondDraft second_draft{};
  FrozenChange frozen_change{};
  DependencyTracking dependency_tracking{};
  LargePages large_pages{};
  ConfigPatch config_patch{};
  DraftOnlyGet draft_only_get{};
  ListingContracts listing_contracts{};
  RateWindow rate_window{};
  CursorEnd cursor_end{};
  UnknownSort unknown_sort{};
  MaxInstancesStatus max_instances_status{};
  SchemaNames schema_names{};
  ArnCheck arn_check{};
  ContractCheck contract_check{};
  TypeProperties type_properties{};
  OperationNames operation_names{};
  PageTotals page_totals{};
  ModifiedDates modified_dates{};
  PatchAnswers patch_answers{};
  ContractMembers contract_members{};
  TemplateAccept template_accept{};
  DuplicateCredential duplicate_credential{};
  bool create_answers_inline{false};  // POST and PATCH of an action answer with contract and config
  bool integration_list_filters{true};  // ids, integrationType, reportedState, credentialId
  bool include_config{true};            // includeConfig is understood in action listings
  bool empty_notes_marker{false};       // empty notes come back as "node_dynamodb_empty_string"
  bool unique_names{false};             // a second object of the same name is refused with 409
  bool slot_case_matters{true};
  bool lambda_type_installed{true};      // otherwise the type answers 404
  bool published_validates_draft{true};  // "Validate draft definition", when one is tested
  int first_action_version{1};
  std::string slot_key{"AmazonWebServicesARN"};
  std::string credential_type{"amazonWebServicesARN"};
  std::string credential_field{"ARN"};
  std::string static_prefix{"static_-_"};

  simulator::Readings readings{};  // of what an action does
};

Json to_json(const Knobs& knobs);

// `knobs` with the members of `change` set: {"latencyMs": 20, "versionMismatch": "400text"}.
//
// Errors   invalid: not an object, an unknown name (with the nearest known one), a value of the
// wrong kind or range
Result<Knobs> with_change(const Knobs& knobs, const Json& change);

// The same for those of actions alone, under the same names: {"mappedNull": "missing"}.
Result<simulator::Readings> with_change(const simulator::Readings& readings, const Json& change);

}  // namespace patchcord::sandbox
