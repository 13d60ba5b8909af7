#include "patchcord/cli/inventory.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t token_digits = 16;

Json known_of(const ObservedRole& role) {
  return {{"arn", role.arn},
          {"path", role.path},
          {"description", role.description},
          {"tags", role.tags},
          {"trust", role.trust},
          {"policies", role.policies}};
}

Json known_of(const ObservedIntegration& integration) {
  Json known = {{"name", integration.name},
                {"intendedState", integration.intended_state},
                {"reportedState", integration.reported_state}};
  if (integration.config) {
    known["version"] = integration.config->version;
    known["notes"] = integration.config->notes;
    known["credentials"] = integration.config->credentials;
  }
  return known;
}

Json known_of(const ObservedAction& action) {
  Json known = {{"name", action.name},
                {"integrationId", action.integration_id},
                {"category", action.category},
                {"version", action.version},
                {"secure", action.secure},
                {"function", action.function}};
  if (action.config) known["config"] = *action.config;
  if (action.contract) known["contract"] = *action.contract;
  return known;
}

Json known_of(const ObservedCredential& credential) {
  return {{"name", credential.name}, {"modified", credential.modified}};
}

// An action whose configuration was not read is proven by the record to be as it is wanted.
Json completed(Json known, const DesiredAction& wanted) {
  if (!known.is_object()) return known;
  if (!known.contains("config")) known["config"] = wanted.config;
  if (!known.contains("contract")) known["contract"] = wanted.contract;
  return known;
}

template <typename Objects>
Json with_id(const Objects& objects, const std::string& id) {
  const auto found = std::find_if(
      objects.begin(), objects.end(), [&](const auto& object) { return object.id == id; });
  return found == objects.end() ? Json() : known_of(*found);
}

Json observed_of(const Observed& observed, const Address& address, const std::string& id) {
  switch (address.kind) {
    case Kind::role: {
      const auto role = std::find_if(observed.roles.begin(),
                                     observed.roles.end(),
                                     [&](const auto& one) { return one.name == address.key; });
      return role == observed.roles.end() ? Json() : known_of(*role);
    }
    case Kind::integration:
      return with_id(observed.integrations, id);
    case Kind::action:
      return with_id(observed.actions, id);
    case Kind::credential:
      return with_id(observed.credentials, id);
    case Kind::role_policy:
      return {};
  }
  return {};
}

class Collector {
 public:
  Collector(const Run& run, const Plan& plan) : run_(run), plan_(plan) {
    for (const auto& step : plan.steps) {
      (is_removal(step.operation) ? removed_ : changed_).insert(step.address);
      // The inline policy is a part of its role: "role/policy".
      const auto& [kind, key] = step.address;
      if (kind == Kind::role_policy) changed_.insert({Kind::role, key.substr(0, key.find('/'))});
    }
  }

  std::vector<InventoryRow> collect() {
    const auto& desired = run_.setup().desired;
    for (const auto& role : desired.roles) {
      if (role.managed) add(address_of(role));
    }
    for (const auto& integration : desired.integrations) {
      add(address_of(integration));
      add(credential_address_of(integration));
      for (const auto& action : integration.actions) {
        add(address_of(integration, action));
        rows_.back().observed = completed(std::move(rows_.back().observed), action);
      }
    }
    add_others();
    std::stable_sort(rows_.begin(), rows_.end(), [](const auto& one, const auto& other) {
      return one.address < other.address;
    });
    return std::move(rows_);
  }

 private:
  void add(const Address& address) {
    const auto id = plan_.existing.find(address);
    InventoryRow row{.address = address};
    if (id != plan_.existing.end()) {
      row.id = id->second;
      row.observed = observed_of(run_.observed(), address, id->second);
    }
    row.state = !row.id.empty() ? (changed_.contains(address) ? "differs" : "as wanted")
                : removed_.contains(address) ? "to be replaced"
                                             : "missing";
    rows_.push_back(std::move(row));
  }

  // Actions under our integrations that the manifest does not name.
  void add_others() {
    std::set<std::string> known;
    for (const auto& [address, id] : plan_.existing) {
      known.insert(id);
    }
    for (const auto& integration : run_.observed().integrations) {
      if (!known.contains(integration.id)) continue;
      for (const auto& action : run_.observed().actions) {
        if (action.integration_id != integration.id || known.contains(action.id)) continue;
        const Address address{Kind::action, integration.name + "/" + action.name};
        rows_.push_back(
            {.address = address,
             .id = action.id,
             .state = removed_.contains(address) ? "to be removed" : "not in the manifest",
             .observed = known_of(action)});
      }
    }
  }

  const Run& run_;
  const Plan& plan_;
  std::set<Address> changed_{};
  std::set<Address> removed_{};
  std::vector<InventoryRow> rows_{};
};

std::string token_of(std::size_t first, std::size_t page_size, const std::string& query) {
  const auto seal = sha256_hex(fmt::format("{}\n{}\n{}", first, page_size, query));
  return fmt::format("{:x}-{}", first, seal.substr(0, token_digits));
}

}  // namespace

std::vector<InventoryRow> inventory(const Run& run, const Plan& plan) {
  return Collector(run, plan).collect();
}

Result<Page> page_of(std::size_t total,
                     std::size_t page_size,
                     const std::string& token,
                     const std::string& query) {
  std::size_t first = 0;
  if (!token.empty()) {
    std::from_chars(token.data(), token.data() + token.size(), first, 16);
    if (token_of(first, page_size, query) != token || first > total) {
      return Error{.code = Code::invalid,
                   .what = "the page token is not of this list, or of another page size",
                   .at = "--page",
                   .hint = "Give the same options as for the page before, or leave --page out."};
    }
  }
  Page page{.first = first, .count = std::min(page_size, total - first)};
  if (first + page.count < total) page.next = token_of(first + page.count, page_size, query);
  return page;
}

}  // namespace patchcord::cli
