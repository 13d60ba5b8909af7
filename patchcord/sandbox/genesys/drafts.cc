#include "patchcord/sandbox/genesys/drafts.h"

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/action_shape.h"
#include "patchcord/sandbox/genesys/actions.h"
#include "patchcord/sandbox/genesys/definition.h"
#include "patchcord/sandbox/genesys/errors.h"

namespace patchcord::sandbox::genesys {
namespace {

Result<Action*> with_draft(Call& call) {
  TRY_ASSIGN(auto* action, find_action(call));
  if (!action->draft) return not_found();
  return action;
}

// Name, category, secure, config and contract, as far as the body has them.
Result<void> read_given(const Call& call, ActionContent& content) {
  const auto given = [&](const char* field) { return !member_at(call.body, field).is_null(); };
  if (given("name")) {
    TRY_ASSIGN(content.name, short_text(call.body, "name"));
  }
  if (given("category")) {
    TRY_ASSIGN(content.category, short_text(call.body, "category"));
  }
  TRY_ASSIGN(content.secure, flag_or(call.body, "secure", content.secure));
  if (given("config")) TRY(read_config(call.body.at("config"), call.knobs, content));
  if (given("contract")) TRY(read_contract(call.body.at("contract"), call.knobs, content));
  return {};
}

// A published contract, and `secure`, stay as they are.
Result<void> check_frozen(const Action& action, const ActionContent& wished) {
  if (!action.published) return {};
  const auto& published = action.published->content;
  const bool same_contract = published.input_schema == wished.input_schema &&
                             published.output_schema == wished.output_schema;
  if (!same_contract) {
    return invalid_field("contract", "The contract of a published action cannot be changed.");
  }
  if (published.secure != wished.secure) {
    return invalid_field("secure", "'secure' of a published action cannot be changed.");
  }
  return {};
}

}  // namespace

Result<Outcome> list_drafts(Call& call) {
  return list_versions(call, Which::drafts);
}

Result<Outcome> create_draft(Call& call) {
  ActionVersion draft;
  TRY_ASSIGN(draft.content.name, short_text(call.body, "name"));
  TRY_ASSIGN(const auto integration_id, required_text(call.body, "integrationId"));
  draft.content.request_template = default_request_template;
  draft.content.success_template = default_success_template;
  TRY(read_given(call, draft.content));
  TRY(check_integration(call, integration_id));
  TRY(check_action_name(call, draft.content.name, {}));
  Action action{.id = new_action_id(call), .integration_id = integration_id};
  action.draft = std::move(draft);
  action.life.created = call.now;
  const auto id = action.id;
  const auto& kept = call.state.actions[id] = std::move(action);
  return Outcome{changed_reply(call, kept, *kept.draft, true)};
}

Result<Outcome> create_draft_from_action(Call& call) {
  TRY_ASSIGN(auto* action, find_action(call));
  if (is_static(*action)) return bad_request("Static actions cannot have drafts.");
  if (action->draft && call.knobs.second_draft == SecondDraft::conflict) return conflict();
  if (!action->draft) {
    action->draft = ActionVersion{.version = 1, .content = action->published->content};
  }
  return Outcome{changed_reply(call, *action, *action->draft, true)};
}

Result<Outcome> get_draft(Call& call) {
  TRY_ASSIGN(const auto* action, with_draft(call));
  return show_version(call, *action, *action->draft, true);
}

Result<Outcome> patch_draft(Call& call) {
  TRY_ASSIGN(const auto given, required_version(call.body));
  TRY_ASSIGN(auto* action, with_draft(call));
  auto next = *action->draft;
  TRY(read_given(call, next.content));
  if (given != next.version) return stale_version(call.knobs, given, next.version);
  if (call.knobs.frozen_change == FrozenChange::at_patch) TRY(check_frozen(*action, next.content));
  TRY(check_action_name(call, next.content.name, action->id));
  ++next.version;
  action->draft = std::move(next);
  return Outcome{changed_reply(call, *action, *action->draft, true)};
}

Result<Outcome> delete_draft(Call& call) {
  TRY_ASSIGN(auto* action, with_draft(call));
  if (action->published) {
    action->draft.reset();
  } else {
    action->life.deleted = call.now;
  }
  return Outcome{no_content()};
}

Result<Outcome> get_draft_schema(Call& call) {
  TRY_ASSIGN(const auto* action, with_draft(call));
  return show_schema(call, action->draft->content);
}

Result<Outcome> get_draft_template(Call& call) {
  TRY_ASSIGN(const auto* action, with_draft(call));
  return show_template(call, action->draft->content);
}

Result<Outcome> validate_draft(Call& call) {
  TRY_ASSIGN(const auto* action, with_draft(call));
  Json errors = Json::array();
  for (const auto& problem : problems_of(action->draft->content)) {
    const auto error = invalid_field(problem.field, problem.message);
    errors.push_back(error_body(error, call.context_id));
  }
  return Outcome{json_reply({{"valid", errors.empty()}, {"errors", errors}})};
}

Result<Outcome> publish_draft(Call& call) {
  TRY_ASSIGN(const auto given, required_version(call.body));
  TRY_ASSIGN(auto* action, with_draft(call));
  const auto& draft = *action->draft;
  if (given != draft.version) {
    return bad_request(fmt::format(
        "Supplied version {} does not match latest draft version {}", given, draft.version));
  }
  if (const auto problems = problems_of(draft.content); !problems.empty()) {
    return invalid_field(problems.front().field, problems.front().message);
  }
  if (call.knobs.frozen_change != FrozenChange::allowed) TRY(check_frozen(*action, draft.content));
  const int version =
      action->published ? action->published->version + 1 : call.knobs.first_action_version;
  action->published = ActionVersion{.version = version, .content = draft.content};
  action->draft.reset();
  return Outcome{changed_reply(call, *action, *action->published, false)};
}

}  // namespace patchcord::sandbox::genesys
