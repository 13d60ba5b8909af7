#include "patchcord/sandbox/genesys/actions.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/action_shape.h"
#include "patchcord/sandbox/genesys/definition.h"
#include "patchcord/sandbox/genesys/errors.h"
#include "patchcord/sandbox/genesys/integrations.h"
#include "patchcord/sandbox/genesys/paging.h"
#include "patchcord/sandbox/genesys/types.h"

namespace patchcord::sandbox::genesys {
namespace {

constexpr std::size_t max_ids = 50;
constexpr std::array<std::string_view, 6> sortable = {
    "id", "name", "category", "integrationId", "version", "secure"};

struct Filter {
  std::string category{};
  std::string name{};  // lower case
  std::vector<std::string> ids{};
  std::optional<bool> secure{};

  [[nodiscard]] bool takes(const std::string& id, const ActionContent& content) const {
    if (!category.empty() && content.category != category) return false;
    if (!name.empty() && lower_case(content.name).find(name) == std::string::npos) return false;
    if (!ids.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) return false;
    return !secure || content.secure == *secure;
  }
};

Result<Filter> filter_of(const Call& call) {
  Filter filter{.category = call.parameter("category").value_or(""),
                .name = lower_case(call.parameter("name").value_or("")),
                .ids = call.parameters("ids"),
                .secure = {}};
  if (filter.ids.size() > max_ids) return bad_request("At most 50 ids may be given.");
  if (call.parameter("secure")) {
    TRY_ASSIGN(filter.secure, call.flag("secure"));
  }
  return filter;
}

const std::optional<ActionVersion>& version_of(const Action& action, Which which) {
  return which == Which::published ? action.published : action.draft;
}

Result<Shown> listing_form(const Call& call) {
  TRY_ASSIGN(bool config, call.flag("includeConfig"));
  if (!call.knobs.include_config) config = false;
  switch (call.knobs.listing_contracts) {
    case ListingContracts::none:
      return Shown{.contract = Contract::left_out, .config = config};
    case ListingContracts::uris:
      return Shown{.contract = Contract::uris, .config = config};
    case ListingContracts::schemas:
      return Shown{.contract = Contract::schemas, .config = config};
  }
  return Shown{};
}

Result<void> refuse_static(const Action& action) {
  if (is_static(action)) return bad_request("Static actions cannot be changed or deleted.");
  return {};
}

Result<ActionContent> new_content(const Call& call) {
  ActionContent content;
  TRY_ASSIGN(content.name, short_text(call.body, "name"));
  TRY_ASSIGN(content.category, short_text(call.body, "category"));
  TRY_ASSIGN(content.secure, flag_or(call.body, "secure", false));
  TRY(read_config(member_at(call.body, "config"), call.knobs, content));
  TRY(read_contract(member_at(call.body, "contract"), call.knobs, content));
  return content;
}

std::vector<Json> listed(const Call& call, Which which, const Filter& filter, const Shown& shown) {
  std::vector<Json> out;
  for (const auto& [id, action] : call.state.actions) {
    const auto& version = version_of(action, which);
    if (!version || !is_listed(action.life, call.knobs, call.now)) continue;
    if (!filter.takes(id, version->content)) continue;
    const ActionView view{
        .action = action, .version = *version, .is_draft = which == Which::drafts};
    out.push_back(action_json(view, shown, call.knobs));
  }
  return out;
}

// Whether text/plain is among the media types of an Accept header, whatever their weights.
bool takes_text(std::string_view accept) {
  const auto ranges = split(accept, ',');
  return accept.empty() || std::any_of(ranges.begin(), ranges.end(), [](std::string_view range) {
           const auto type = lower_case(trim(range.substr(0, range.find(';'))));
           return type == "*/*" || type == "text/*" || type == "text/plain";
         });
}

// What a PATCH of a published action can change. Contract, secure and integration are ignored.
Result<ActionContent> patched(const Call& call, ActionContent content) {
  if (!member_at(call.body, "name").is_null()) {
    TRY_ASSIGN(content.name, short_text(call.body, "name"));
  }
  if (!member_at(call.body, "category").is_null()) {
    TRY_ASSIGN(content.category, short_text(call.body, "category"));
  }
  TRY(flag_or(call.body, "secure", false));
  if (!member_at(call.body, "config").is_null()) {
    TRY(read_config(call.body.at("config"), call.knobs, content));
  }
  return content;
}

}  // namespace

Result<Action*> find_action(Call& call) {
  const auto entry = call.state.actions.find(call.label("actionId"));
  if (entry == call.state.actions.end() || entry->second.life.deleted) return not_found();
  return &entry->second;
}

Result<const Action*> see_action(Call& call) {
  const auto entry = call.state.actions.find(call.label("actionId"));
  const bool there =
      entry != call.state.actions.end() && is_there(entry->second.life, call.knobs, call.now);
  if (!there) return not_found();
  return &entry->second;
}

Result<Outcome> list_versions(Call& call, Which which) {
  TRY_ASSIGN(const auto filter, filter_of(call));
  TRY_ASSIGN(const auto shown, listing_form(call));
  TRY(call.flag("includeAuthActions"));
  auto entities = listed(call, which, filter, shown);
  TRY(sort_entities(call, entities, sortable));
  TRY_ASSIGN(const auto page, page_of(call, entities));
  return Outcome{json_reply(page)};
}

std::string new_action_id(Call& call) {
  return "custom_-_" + call.random.uuid();
}

Result<Outcome> show_version(Call& call,
                             const Action& action,
                             const ActionVersion& version,
                             bool is_draft) {
  TRY_ASSIGN(const bool config, call.flag("includeConfig"));
  TRY_ASSIGN(const bool flatten, call.flag("flatten"));
  const auto expand = call.parameters("expand");
  Shown shown{.contract = Contract::uris, .config = config};
  if (std::find(expand.begin(), expand.end(), "contract") != expand.end()) {
    shown.contract = flatten ? Contract::flattened : Contract::schemas;
  }
  const ActionView view{.action = action, .version = version, .is_draft = is_draft};
  return Outcome{json_reply(action_json(view, shown, call.knobs))};
}

Result<Outcome> show_schema(Call& call, const ActionContent& content) {
  TRY_ASSIGN(const bool flatten, call.flag("flatten"));
  const auto schema = schema_file(content, call.label("fileName"), call.knobs);
  if (!schema) return not_found();
  return Outcome{json_reply(flatten ? flattened_schema(*schema) : *schema)};
}

Result<Outcome> show_template(Call& call, const ActionContent& content) {
  auto text = template_file(content, call.label("fileName"));
  if (!text) return not_found();
  if (call.knobs.template_accept == TemplateAccept::checked && !takes_text(call.accept))
    return refusal(415, std::string(sentence_of(415)));
  return Outcome{
      Reply{.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = std::move(*text)}};
}

Reply changed_reply(Call& call, const Action& action, const ActionVersion& version, bool is_draft) {
  const bool all = call.knobs.create_answers_inline;
  const Shown shown{.contract = all ? Contract::schemas : Contract::uris, .config = all};
  return json_reply(
      action_json({.action = action, .version = version, .is_draft = is_draft}, shown, call.knobs));
}

Result<void> check_integration(Call& call, const std::string& id) {
  const auto* integration = find_integration(call.state, id);
  const auto visible = [&] {
    return call.now >= integration->life.created + Milliseconds(call.knobs.creation_lag_ms);
  };
  if (integration == nullptr || !visible()) {
    return invalid_field("integrationId", fmt::format("There is no integration '{}'.", id));
  }
  return {};
}

Result<void> check_action_name(const Call& call,
                               const std::string& name,
                               const std::string& own_id) {
  if (!call.knobs.unique_names) return {};
  for (const auto& [id, other] : call.state.actions) {
    if (id == own_id || other.life.deleted) continue;
    for (const auto* version : {&other.published, &other.draft}) {
      if (*version && (*version)->content.name == name) return conflict();
    }
  }
  return {};
}

Result<Outcome> list_actions(Call& call) {
  return list_versions(call, Which::published);
}

Result<Outcome> create_action(Call& call) {
  TRY_ASSIGN(const auto integration_id, required_text(call.body, "integrationId"));
  TRY_ASSIGN(auto content, new_content(call));
  TRY(check_integration(call, integration_id));
  if (find_integration(call.state, integration_id)->type == functions_type) {
    return bad_request(
        fmt::format("Published actions cannot be created for integrations of type {}; use a draft.",
                    functions_type));
  }
  TRY(check_action_name(call, content.name, {}));
  Action action{.id = new_action_id(call), .integration_id = integration_id};
  action.published =
      ActionVersion{.version = call.knobs.first_action_version, .content = std::move(content)};
  action.life.created = call.now;
  const auto id = action.id;
  const auto& kept = call.state.actions[id] = std::move(action);
  return Outcome{changed_reply(call, kept, *kept.published, false)};
}

Result<Outcome> get_action(Call& call) {
  TRY_ASSIGN(const auto* action, see_action(call));
  if (action->published) return show_version(call, *action, *action->published, false);
  if (call.knobs.draft_only_get == DraftOnlyGet::shown) {
    return show_version(call, *action, *action->draft, true);
  }
  return not_found();
}

Result<Outcome> patch_action(Call& call) {
  TRY_ASSIGN(const auto given, required_version(call.body));
  TRY_ASSIGN(auto* action, find_action(call));
  if (!action->published) return not_found();
  auto next = *action->published;
  TRY_ASSIGN(next.content, patched(call, next.content));
  TRY(refuse_static(*action));
  if (given != next.version) return stale_version(call.knobs, given, next.version);
  TRY(check_action_name(call, next.content.name, action->id));
  ++next.version;
  action->published = std::move(next);
  return Outcome{changed_reply(call, *action, *action->published, false)};
}

Result<Outcome> delete_action(Call& call) {
  TRY_ASSIGN(auto* action, find_action(call));
  TRY(refuse_static(*action));
  action->life.deleted = call.now;
  return Outcome{no_content()};
}

Result<Outcome> get_action_schema(Call& call) {
  TRY_ASSIGN(const auto* action, see_action(call));
  if (!action->published) return not_found();
  return show_schema(call, action->published->content);
}

Result<Outcome> get_action_template(Call& call) {
  TRY_ASSIGN(const auto* action, see_action(call));
  if (!action->published) return not_found();
  return show_template(call, action->published->content);
}

Result<Outcome> list_categories(Call& call) {
  constexpr std::array<std::string_view, 1> fields = {"name"};
  TRY_ASSIGN(const auto filter, filter_of(call));
  std::set<std::string> names;
  for (const auto& [id, action] : call.state.actions) {
    if (!action.published || !is_listed(action.life, call.knobs, call.now)) continue;
    const auto& content = action.published->content;
    if (!filter.secure || *filter.secure == content.secure) names.insert(content.category);
  }
  std::vector<Json> entities;
  entities.reserve(names.size());
  for (const auto& name : names)
    entities.push_back({{"name", name}});
  TRY(sort_entities(call, entities, fields));
  TRY_ASSIGN(const auto page, page_of(call, entities, PageUris::left_out));
  return Outcome{json_reply(page)};
}

}  // namespace patchcord::sandbox::genesys
