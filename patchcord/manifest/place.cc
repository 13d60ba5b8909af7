#include "patchcord/manifest/place.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/model/aws_region.h"

namespace patchcord {
namespace {

// Genesys Cloud for governments (FedRAMP). The region is one of the partition aws; whether its
// account is, too, and which it is, Genesys does not publish: the other reading has to work.
constexpr std::string_view government_region = "us-east-2";
constexpr std::string_view government_partition = "aws-us-gov";

template <typename T>
void replace(std::optional<T>& base, const std::optional<T>& over) {
  if (over) base = over;
}

// The filled text if it has 12 digits.
std::optional<std::string> account_of(const std::optional<Text>& text,
                                      Values& values,
                                      Problems& problems) {
  if (!text) return std::nullopt;
  auto account = values.fill(*text);
  if (!account || is_account_id(*account)) return account;
  problems.error(text->span,
                 fmt::format("`{}` is not an AWS account id", printable(*account, 80)),
                 "An account id has 12 digits, in quotes.");
  return std::nullopt;
}

void report_other_account(const Span& span,
                          const std::string& account,
                          const GenesysPlace& genesys,
                          Problems& problems) {
  if (genesys.region == government_region) {
    return problems.warning(
        span,
        fmt::format("account {} is not {}, from which Genesys Cloud in {} is said to call; "
                    "Genesys has not published either",
                    account,
                    *genesys.trusted_account,
                    genesys.region),
        "Keep it if Genesys gave it to you.");
  }
  problems.error(span,
                 fmt::format("account {} is not the one that Genesys Cloud calls from in {}: that "
                             "is {}",
                             account,
                             genesys.domain,
                             *genesys.trusted_account),
                 "Remove `trusted_account`: it follows from the region.");
}

void compile_trusted_account(const Overlay& overlay,
                             Values& values,
                             Problems& problems,
                             Compiled& out) {
  const auto& given = overlay.genesys.trusted_account;
  const auto& published = out.genesys.trusted_account;
  const auto account = account_of(given, values, problems);
  if (account && published && *account != *published)
    report_other_account(given->span, *account, out.genesys, problems);
  if (!given && !published) {
    problems.error(
        overlay.genesys.span,
        fmt::format("the AWS account that Genesys Cloud calls from is not published for {}",
                    printable(out.genesys.domain, 100)),
        "Ask Genesys for it and give it as `trusted_account: \"…\"`.");
  }
  out.genesys.trusted_account = account ? account : published;
  out.desired.trusted_account = out.genesys.trusted_account.value_or("");
}

}  // namespace

Overlay lay_over(const Manifest& manifest, const EnvironmentSection* environment) {
  Overlay out{.deployment = manifest.deployment,
              .genesys = manifest.genesys.value_or(GenesysSection{.span = {.file = manifest.file}}),
              .aws = manifest.aws.value_or(AwsSection{})};
  if (environment == nullptr) return out;
  replace(out.deployment, environment->deployment);
  if (const auto& over = environment->genesys) {
    const bool elsewhere = over->region || over->domain;
    out.genesys.span = over->span;
    // They are two ways to say the same.
    if (elsewhere) out.genesys.region = over->region;
    if (elsewhere) out.genesys.domain = over->domain;
    out.genesys.has_unreadable_region = !elsewhere && out.genesys.has_unreadable_region;
    out.genesys.has_unreadable_region |= over->has_unreadable_region;
    replace(out.genesys.organization, over->organization);
    replace(out.genesys.trusted_account, over->trusted_account);
  }
  if (const auto& over = environment->aws) {
    replace(out.aws.account, over->account);
    replace(out.aws.cross_account, over->cross_account);
  }
  return out;
}

void compile_place(const Overlay& overlay,
                   const FindGenesysPlace& find_place,
                   Values& values,
                   Problems& problems,
                   Compiled& out) {
  out.desired.account_pin = account_of(overlay.aws.account, values, problems);
  out.desired.cross_account = overlay.aws.cross_account && overlay.aws.cross_account->value;
  const auto& genesys = overlay.genesys;
  if (genesys.organization) {
    out.desired.organization_pin = values.fill(*genesys.organization);
    if (out.desired.organization_pin && !is_organization_id(*out.desired.organization_pin)) {
      problems.error(genesys.organization->span,
                     fmt::format("`{}` is not the id of an organization",
                                 printable(*out.desired.organization_pin, 80)),
                     "Give the id that Genesys Cloud shows under Organization Settings, like "
                     "5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11.");
    }
  }
  const auto& where = genesys.region ? genesys.region : genesys.domain;
  if (!where) {
    if (genesys.has_unreadable_region) return;
    return problems.error(genesys.span,
                          "where is the organization? `genesys` has no `region` and no `domain`",
                          "Write for example genesys: { region: eu-central-1 }, here or in the "
                          "environment.");
  }
  const auto text = values.fill(*where);
  if (!text) return;
  auto place = find_place(*text);
  if (!place) return problems.error(where->span, place.error().what, place.error().hint);
  out.genesys = *std::move(place);
  compile_trusted_account(overlay, values, problems, out);
}

void Reach::check(const FunctionArn& function, const Span& span) {
  const auto partition = partition_of_region(function.region);
  if (function.partition != partition) {
    return problems_.error(span,
                           fmt::format("there is no such function: region {} is in the partition "
                                       "{}, not {}",
                                       function.region,
                                       partition,
                                       function.partition),
                           fmt::format("Begin the ARN with arn:{}:", partition),
                           "L63");
  }
  if (!check_caller(partition, span)) return;
  const auto& genesys = compiled_.genesys;
  if (!check_region(function.region, span)) return check_account(function, span);
  if (!genesys.region.empty() && genesys.region != function.region &&
      warned_regions_.insert(function.region).second) {
    problems_.warning(span,
                      fmt::format("the function is in {}, the organization in {}: each call "
                                  "crosses regions, which takes longer",
                                  function.region,
                                  genesys.region),
                      "Deploy the function to the region of the organization if you can.",
                      "L38");
  }
  check_account(function, span);
}

bool Reach::check_caller(const std::string& partition, const Span& span) {
  const auto& region = compiled_.genesys.region;
  const auto home = partition_of_region(region);
  if (region.empty() || home == partition) return true;
  if (region == government_region && partition == government_partition) {
    if (std::exchange(warned_partition_, true)) return true;
    problems_.warning(span,
                      fmt::format("it is not confirmed that Genesys Cloud in {} can reach the "
                                  "function: that works only if it calls from the partition {}; "
                                  "{}, the region's own, is more likely",
                                  region,
                                  partition,
                                  home),
                      "Ask Genesys which partition its AWS account is in, before you rely on it.",
                      "L63");
    return true;
  }
  problems_.error(
      span,
      fmt::format("Genesys Cloud in {} cannot reach the function: it calls from the partition "
                  "{}, the function is in {}",
                  region,
                  home,
                  partition),
      "Deploy the function to an account of the same partition.",
      "L63");
  return false;
}

bool Reach::check_region(const std::string& region, const Span& span) {
  const auto& known = known_aws_regions();
  if (std::find(known.begin(), known.end(), region) != known.end()) return true;
  if (warned_regions_.insert(region).second) {
    problems_.warning(span,
                      fmt::format("AWS has no region {} that this program knows", region),
                      did_you_mean(region, known, "Check the region in the ARN."),
                      "L68");
  }
  return false;
}

void Reach::check_account(const FunctionArn& function, const Span& span) {
  if (compiled_.desired.cross_account) return;
  if (home_.empty()) home_ = compiled_.desired.account_pin.value_or(function.account);
  if (home_ == function.account) return;
  problems_.error(
      span,
      fmt::format("the function is in account {}, the role in {}", function.account, home_),
      "Correct the account, or write `aws: { cross_account: true }` if the function's "
      "policy lets the role invoke it.",
      "L63");
}

}  // namespace patchcord
