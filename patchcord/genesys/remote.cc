#include "patchcord/genesys/remote.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/genesys/action.h"
#include "patchcord/genesys/credential.h"
#include "patchcord/genesys/integration.h"
#include "patchcord/genesys/organization.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/planner.h"

namespace patchcord::genesys {
namespace {

template <typename Object>
bool has_id(const std::vector<Object>& objects, const std::string& id) {
  return std::any_of(objects.begin(), objects.end(), [&](const auto& one) { return one.id == id; });
}

ObservedIntegration& with_id(Observed& observed, const std::string& id) {
  return *std::find_if(observed.integrations.begin(),
                       observed.integrations.end(),
                       [&](const auto& one) { return one.id == id; });
}

// The record proves that nothing differs: the version that we wrote is the current one, and we want
// what we wrote.
bool is_proven(const DesiredAction& wanted,
               const DesiredIntegration& under,
               const ObservedAction& action,
               const Applied& applied) {
  const auto found = applied.objects.find(address_of(under, wanted));
  return found != applied.objects.end() && found->second.id == action.id &&
         found->second.version == action.version && found->second.digest == digest_of(wanted);
}

Error cannot_perform(Operation operation) {
  return Error{
      .code = Code::internal,
      .what = fmt::format("{} is not an operation of Genesys Cloud", operation_name(operation))};
}

}  // namespace

Result<Organization> GenesysRemote::organization() {
  const std::lock_guard lock(mutex_);
  if (!organization_) {
    TRY_ASSIGN(organization_, get_organization(client_));
  }
  return *organization_;
}

Result<void> GenesysRemote::observe(const Desired& desired,
                                    const Applied& applied,
                                    Observed& observed) {
  TRY_ASSIGN(observed.organization, organization());
  TRY(read_integrations(desired, applied, observed));
  TRY(read_configurations(desired, applied, observed));
  TRY(read_credentials(observed));
  return read_actions(desired, applied, observed);
}

Result<void> GenesysRemote::read_integrations(const Desired& desired,
                                              const Applied& applied,
                                              Observed& observed) {
  TRY_ASSIGN(observed.integrations, list_integrations(client_));
  for (const auto& wanted : desired.integrations) {
    const auto found = applied.objects.find(address_of(wanted));
    if (found == applied.objects.end() || has_id(observed.integrations, found->second.id)) continue;
    TRY_ASSIGN(auto unlisted, get_integration(client_, found->second.id));
    if (unlisted) observed.integrations.push_back(*std::move(unlisted));
  }
  return {};
}

Result<void> GenesysRemote::read_credentials(Observed& observed) {
  TRY_ASSIGN(observed.credentials, list_credentials(client_));
  for (const auto& integration : observed.integrations) {
    if (!integration.config || !marks::in_notes(integration.config->notes)) continue;
    for (const auto& [slot, id] : integration.config->credentials) {
      if (has_id(observed.credentials, id)) continue;
      TRY_ASSIGN(auto unlisted, get_credential(client_, id));
      if (unlisted) observed.credentials.push_back(*std::move(unlisted));
    }
  }
  return {};
}

Result<void> GenesysRemote::read_configurations(const Desired& desired,
                                                const Applied& applied,
                                                Observed& observed) {
  for (const auto& wanted : desired.integrations) {
    const auto match = match_integration(wanted, desired, observed, applied);
    bool bound = false;
    for (const auto* candidate : match.candidates) {
      auto& integration = with_id(observed, candidate->id);
      if (!integration.config) {
        TRY_ASSIGN(integration.config, get_config(client_, integration.id));
      }
      bound = bound || !integration.config->credentials.empty();
    }
    // A credential will have to be made: an organization without the integration type is better
    // known before anything is.
    if (!bound) TRY(type_.slot());
  }
  return {};
}

Result<void> GenesysRemote::read_actions(const Desired& desired,
                                         const Applied& applied,
                                         Observed& observed) {
  TRY_ASSIGN(auto actions, list_actions(client_));
  const auto is_ours = [&](const ObservedAction& action) {
    return std::any_of(observed.integrations.begin(),
                       observed.integrations.end(),
                       [&](const auto& one) { return one.id == action.integration_id; });
  };
  std::copy_if(std::make_move_iterator(actions.begin()),
               std::make_move_iterator(actions.end()),
               std::back_inserter(observed.actions),
               is_ours);
  for (const auto& under : desired.integrations) {
    const auto match = match_integration(under, desired, observed, applied);
    if (match.candidates.size() != 1) continue;
    TRY(read_unlisted_actions(under, applied, observed));
    TRY(complete_actions(under, match.candidates.front()->id, applied, observed));
  }
  return {};
}

Result<void> GenesysRemote::read_unlisted_actions(const DesiredIntegration& under,
                                                  const Applied& applied,
                                                  Observed& observed) {
  for (const auto& wanted : under.actions) {
    const auto recorded = applied.objects.find(address_of(under, wanted));
    if (recorded == applied.objects.end() || has_id(observed.actions, recorded->second.id))
      continue;
    TRY_ASSIGN(auto unlisted, get_action(client_, recorded->second.id));
    if (unlisted) observed.actions.push_back(*std::move(unlisted));
  }
  return {};
}

Result<void> GenesysRemote::complete_actions(const DesiredIntegration& under,
                                             const std::string& integration_id,
                                             const Applied& applied,
                                             Observed& observed) {
  for (const auto& wanted : under.actions) {
    const auto match = match_action(wanted, under, integration_id, observed, applied);
    for (const auto* candidate : match.candidates) {
      if (candidate->contract || is_proven(wanted, under, *candidate, applied)) continue;
      TRY_ASSIGN(auto complete, get_action(client_, candidate->id));
      const auto place = std::find_if(observed.actions.begin(),
                                      observed.actions.end(),
                                      [&](const auto& one) { return &one == candidate; });
      // Listed, but gone when we came to read it: the next run sees that.
      if (complete && place != observed.actions.end()) *place = *std::move(complete);
    }
  }
  return {};
}

Result<Json> GenesysRemote::perform(Operation operation, const Json& fields) {
  const auto id = string_at(fields, "id");
  switch (operation) {
    case Operation::create_integration:
      return create_integration(fields);
    case Operation::configure_integration:
      return configure_integration(fields);
    case Operation::enable_integration:
      return enable_integration(fields);
    case Operation::delete_integration:
      return remove_integration(fields);
    case Operation::create_credential:
      return create_credential(fields);
    case Operation::create_action:
      return create_action(fields);
    case Operation::update_action:
      return update_action(fields);
    case Operation::delete_credential:
      TRY(delete_credential(client_, id));
      return Json::object();
    case Operation::delete_action:
      TRY(delete_action(client_, id));
      return Json::object();
    default:
      return cannot_perform(operation);
  }
}

Result<Json> GenesysRemote::create_integration(const Json& fields) {
  TRY_ASSIGN(const auto made, genesys::create_integration(client_, string_at(fields, "name")));
  return Json{{"id", made.id}};
}

// Read, modify, write: what the service or other people put into the configuration stays.
Result<Json> GenesysRemote::configure_integration(const Json& fields) {
  const auto id = string_at(fields, "id");
  TRY_ASSIGN(auto config, get_config(client_, id));
  if (fields.contains("version") && config.version != integer_at(fields, "version")) {
    return Error{.code = Code::conflict,
                 .what = fmt::format("the configuration of integration {} was changed while we "
                                     "worked: it has version {}, not {}",
                                     id,
                                     config.version,
                                     integer_at(fields, "version")),
                 .hint = "Run the same command again: it looks at what is there now."};
  }
  TRY_ASSIGN(const auto slot, type_.slot());
  config.name = string_at(fields, "name");
  config.notes = string_at(fields, "notes");
  config.credentials[slot.slot] = string_at(fields, "credential_id");
  TRY_ASSIGN(const auto written, put_config(client_, id, config));
  return Json{{"id", id}, {"version", written.version}};
}

Result<Json> GenesysRemote::enable_integration(const Json& fields) {
  const auto id = string_at(fields, "id");
  TRY_ASSIGN(auto integration, set_intended_state(client_, id, Intended::enabled));
  const auto deadline = client_.clock().now() + client_.waits().active;
  while (integration.reported_state != "ACTIVE") {
    if (integration.reported_state == "ERROR") {
      return Error{.code = Code::conflict,
                   .what = fmt::format("integration \"{}\" cannot be enabled: it reports ERROR",
                                       string_at(fields, "name")),
                   .detail = integration.reported_detail,
                   .hint = "Correct what it says and run the same command again."};
    }
    if (client_.clock().now() >= deadline) {
      client_.events().emit(Notice{
          .level = Notice::Level::warning,
          .text = fmt::format(
              "integration \"{}\" is enabled, but still reports {}: its actions may not run yet",
              string_at(fields, "name"),
              integration.reported_state)});
      return Json{{"id", id}};
    }
    const auto delay = std::max(client_.waits().poll, Milliseconds(1));
    client_.events().emit(Waiting{
        .what = fmt::format("integration \"{}\" to become ACTIVE", string_at(fields, "name")),
        .why = fmt::format("it reports {}", integration.reported_state),
        .delay = delay});
    TRY(client_.clock().wait(delay));
    TRY_ASSIGN(auto seen, get_integration(client_, id));
    if (seen) integration = *std::move(seen);
  }
  return Json{{"id", id}};
}

Result<Json> GenesysRemote::remove_integration(const Json& fields) {
  const auto id = string_at(fields, "id");
  TRY(delete_integration(client_, id));
  const auto deadline = client_.clock().now() + client_.waits().removal;
  for (;;) {
    TRY_ASSIGN(const auto seen, get_integration(client_, id));
    if (!seen || client_.clock().now() >= deadline) return Json::object();
    TRY(client_.clock().wait(std::max(client_.waits().poll, Milliseconds(1))));
  }
}

Result<Json> GenesysRemote::create_credential(const Json& fields) {
  TRY_ASSIGN(const auto slot, type_.slot());
  TRY_ASSIGN(const auto made,
             genesys::create_credential(client_,
                                        {.name = string_at(fields, "name"),
                                         .role_arn = string_at(fields, "role_arn"),
                                         .slot = slot}));
  return Json{{"id", made.id}, {"modified", made.modified}};
}

Result<Json> GenesysRemote::create_action(const Json& fields) {
  TRY_ASSIGN(const auto made,
             genesys::create_action(client_,
                                    {.name = string_at(fields, "name"),
                                     .category = string_at(fields, "category"),
                                     .integration_id = string_at(fields, "integration_id"),
                                     .secure = boolean_at(fields, "secure"),
                                     .config = member_at(fields, "config"),
                                     .contract = member_at(fields, "contract")}));
  return Json{{"id", made.id}, {"version", made.version}};
}

Result<Json> GenesysRemote::update_action(const Json& fields) {
  const auto id = string_at(fields, "id");
  TRY_ASSIGN(const auto written,
             genesys::update_action(client_,
                                    id,
                                    {.version = static_cast<int>(integer_at(fields, "version")),
                                     .name = string_at(fields, "name"),
                                     .category = string_at(fields, "category"),
                                     .config = member_at(fields, "config")}));
  return Json{{"id", id}, {"version", written.version}};
}

Result<std::optional<Json>> GenesysRemote::find(Operation operation,
                                                const Json& fields,
                                                std::span<const std::string> known) {
  const auto name = string_at(fields, "name");
  const auto is_new = [&](const std::string& id) {
    return std::find(known.begin(), known.end(), id) == known.end();
  };
  if (operation == Operation::create_integration) {
    TRY_ASSIGN(const auto integrations, list_integrations(client_));
    for (const auto& one : integrations) {
      if (one.name == name && is_new(one.id)) return std::optional(Json{{"id", one.id}});
    }
  } else if (operation == Operation::create_credential) {
    TRY_ASSIGN(const auto credentials, list_credentials(client_));
    for (const auto& one : credentials) {
      if (one.name == name && is_new(one.id))
        return std::optional(Json{{"id", one.id}, {"modified", one.modified}});
    }
  } else if (operation == Operation::create_action) {
    TRY_ASSIGN(const auto actions, list_actions(client_));
    for (const auto& one : actions) {
      const bool same =
          one.name == name && one.integration_id == string_at(fields, "integration_id");
      if (same && is_new(one.id))
        return std::optional(Json{{"id", one.id}, {"version", one.version}});
    }
  }
  return std::optional<Json>();
}

Result<Json> GenesysRemote::test(const std::string& action_id, const Json& input) {
  return test_action(client_, action_id, input);
}

}  // namespace patchcord::genesys
