#include "patchcord/genesys/remote.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/genesys/action.h"
#include "patchcord/genesys/consumers.h"
#include "patchcord/genesys/credential.h"
#include "patchcord/genesys/integration.h"

namespace patchcord::genesys {
namespace {

Error cannot_perform(Operation operation) {
  return Error{
      .code = Code::internal,
      .what = fmt::format("{} is not an operation of Genesys Cloud", operation_name(operation))};
}

constexpr int errors_believed =
    5;  // an ERROR from before an enabling goes on being reported a while

// What was written a moment ago is not there for everybody yet: an error with this code is no
// answer before that time.
template <typename Call>
auto patiently(Client& client, Code passing, TimePoint until, const Call& call) {
  for (;;) {
    auto answer = call();
    if (answer.ok() || answer.error().code != passing || client.clock().now() >= until)
      return answer;
    const auto delay = std::max(client.waits().poll, Milliseconds(1));
    client.events().emit(Waiting{.what = "what was just changed to be known everywhere",
                                 .why = answer.error().what,
                                 .delay = delay});
    if (auto waited = client.clock().wait(delay); !waited)
      return decltype(answer)(std::move(waited).error());
  }
}

// A new integration may answer 404 for a moment.
template <typename Call>
auto on_integration(Client& client, const std::string& id, const Call& call) {
  const auto until =
      client.is_just_created(id) ? client.clock().now() + client.waits().listing : TimePoint{};
  return patiently(client, Code::not_found, until, call);
}

}  // namespace

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
      // The service may count it as used for some seconds after its integration was changed.
      TRY(patiently(client_, Code::conflict, client_.clock().now() + client_.waits().removal, [&] {
        return delete_credential(client_, id);
      }));
      remember_removal(id);
      return Json::object();
    case Operation::delete_action:
      TRY(delete_action(client_, id));
      remember_removal(id);
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
  TRY_ASSIGN(auto config, on_integration(client_, id, [&] { return get_config(client_, id); }));
  if (fields.contains("version") && config.version != integer_at(fields, "version")) {
    return Error{.code = Code::conflict,
                 .what = fmt::format("the configuration of integration {} was changed while we "
                                     "worked: it has version {}, not {}",
                                     id,
                                     config.version,
                                     integer_at(fields, "version")),
                 .hint = "Run the same command again: it looks at what is there now."};
  }
  config.name = string_at(fields, "name");
  config.notes = string_at(fields, "notes");
  const auto credential = string_at(fields, "credential_id");
  if (credential.empty()) {
    config.credentials.clear();
  } else if (config.credentials.size() == 1) {
    config.credentials.begin()->second = credential;
  } else {
    TRY_ASSIGN(const auto slot, type_.slot());
    config.credentials[slot.slot] = credential;
  }
  TRY_ASSIGN(const auto written,
             on_integration(client_, id, [&] { return put_config(client_, id, config); }));
  return Json{{"id", id}, {"version", written.version}};
}

Result<Json> GenesysRemote::enable_integration(const Json& fields) {
  const auto id = string_at(fields, "id");
  // The service may still be busy with the configuration that was just written.
  const auto until = client_.clock().now() + client_.waits().active;
  TRY_ASSIGN(auto integration, patiently(client_, Code::conflict, until, [&] {
               return on_integration(
                   client_, id, [&] { return set_intended_state(client_, id, Intended::enabled); });
             }));
  int errors = 0;
  const auto deadline = client_.clock().now() + client_.waits().active;
  while (integration.reported_state != "ACTIVE") {
    errors = integration.reported_state == "ERROR" ? errors + 1 : 0;
    if (errors > errors_believed) {
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
  remember_removal(id);
  const auto deadline = client_.clock().now() + client_.waits().removal;
  for (;;) {
    TRY_ASSIGN(const auto seen, get_integration(client_, id));
    if (!seen || client_.clock().now() >= deadline) return Json::object();
    TRY(client_.clock().wait(std::max(client_.waits().poll, Milliseconds(1))));
  }
}

Result<Json> GenesysRemote::create_credential(const Json& fields) {
  TRY_ASSIGN(const auto slot, type_.slot());
  const auto create = [&](const CredentialSlot& into) {
    return genesys::create_credential(client_,
                                      {.name = string_at(fields, "name"),
                                       .role_arn = string_at(fields, "role_arn"),
                                       .slot = into});
  };
  auto made = create(slot);
  if (!made && made.error().code == Code::invalid) {
    TRY_ASSIGN(const auto looked_up, type_.slot_looked_up());
    if (!(looked_up == slot)) made = create(looked_up);
  }
  if (!made) return std::move(made).error();
  remember_credential(*made);
  return Json{{"id", made->id}, {"modified", made->modified}};
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
  const auto look = [&](const auto& listed, auto outputs_of) -> Result<std::optional<Json>> {
    if (!listed) return listed.error();
    for (const auto& one : *listed) {
      const bool is_new = std::find(known.begin(), known.end(), one.id) == known.end();
      if (!is_new || one.name != string_at(fields, "name")) continue;
      if (auto outputs = outputs_of(one); !outputs.is_null()) return std::optional(outputs);
    }
    return std::optional<Json>();
  };
  switch (operation) {
    case Operation::create_integration:
      return look(list_integrations(client_), [](const auto& one) { return Json{{"id", one.id}}; });
    case Operation::create_credential:
      return look(list_credentials(client_), [&](const auto& one) {
        remember_credential(one);
        return Json{{"id", one.id}, {"modified", one.modified}};
      });
    case Operation::create_action:
      return look(list_actions(client_), [&](const auto& one) {
        const bool same_place = one.integration_id == string_at(fields, "integration_id");
        return same_place ? Json{{"id", one.id}, {"version", one.version}} : Json();
      });
    default:
      return std::optional<Json>();
  }
}

void GenesysRemote::remember_credential(const ObservedCredential& credential) {
  const std::lock_guard lock(mutex_);
  made_credentials_.push_back(credential);
}

void GenesysRemote::remember_removal(const std::string& id) {
  const std::lock_guard lock(mutex_);
  removed_.insert(id);
}

Result<FlowUse> GenesysRemote::consumers_of(const ObservedAction& action) {
  TRY_ASSIGN(auto use, flows_using(client_, action));
  if (!use.flows.empty() || !use.unknown.empty()) return use;
  const std::lock_guard lock(tracking_mutex_);
  if (!tracking_index_) {
    TRY_ASSIGN(tracking_index_, read_tracking_index(client_));
  }
  use.unknown = tracking_index_->failed.contains(action.id)
                    ? "dependency tracking could not read the action"
                    : tracking_index_->doubt;
  return use;
}

Result<Json> GenesysRemote::test(const std::string& action_id, const Json& input) {
  return test_action(client_, action_id, input);
}

}  // namespace patchcord::genesys
