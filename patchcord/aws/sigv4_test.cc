#include "patchcord/aws/sigv4.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/json.h"
#include "patchcord/base/text.h"

namespace patchcord::aws {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Json read_json(const fs::path& path) {
  auto parsed = parse_json(read_file(path), path.string());
  EXPECT_TRUE(parsed.ok()) << path;
  return parsed.ok() ? *parsed : Json{};
}

// The shapes that we send: form posts, ARNs in paths, base64 markers in queries, session tokens.
TEST(SigV4, AgreesWithTheVectorsOfOurOwnShapes) {
  const Json vectors = read_json(fs::path(PATCHCORD_TEST_DATA) / "aws-sigv4-vectors.json");
  ASSERT_GE(vectors.size(), 8U);
  for (const auto& vector : vectors) {
    SCOPED_TRACE(string_at(vector, "name"));
    const std::string body = string_at(vector, "body");
    SigningInput input{.method = string_at(vector, "method"),
                       .path = string_at(vector, "wire_path"),
                       .query = string_at(vector, "wire_query"),
                       .body = body,
                       .access_key_id = string_at(vector, "access_key"),
                       .secret_access_key = Secret(string_at(vector, "secret_key")),
                       .region = string_at(vector, "region"),
                       .service = string_at(vector, "service"),
                       .timestamp = string_at(vector, "timestamp")};
    for (const auto& [name, value] : member_at(vector, "headers").items()) {
      input.headers.push_back({name, value.get<std::string>()});
    }
    input.headers.push_back({"Host", string_at(vector, "host")});
    input.headers.push_back({"X-Amz-Date", input.timestamp});
    if (const auto token = string_at(vector, "session_token"); !token.empty()) {
      input.headers.push_back({"X-Amz-Security-Token", token});
    }
    const Signature signature = sign(input);
    EXPECT_EQ(signature.canonical_request, string_at(vector, "canonical_request"));
    EXPECT_EQ(signature.string_to_sign, string_at(vector, "string_to_sign"));
    EXPECT_EQ(signature.signature, string_at(vector, "signature"));
    EXPECT_EQ(signature.authorization, string_at(vector, "authorization"));
  }
}

// "GET /path?query HTTP/1.1", header lines (a line that begins with a blank continues the one
// before), empty line, body.
struct RawRequest {
  std::string method{};
  std::string path{};
  std::string query{};
  std::vector<SignedHeader> headers{};
  std::string body{};
};

RawRequest parse_request(const std::string& text) {
  RawRequest out;
  const auto end_of_head = std::min(text.find("\n\n"), text.size());
  out.body = text.substr(std::min(end_of_head + 2, text.size()));
  const auto lines = split(std::string_view(text).substr(0, end_of_head), '\n');
  const auto target_begin = lines[0].find(' ') + 1;
  out.method = lines[0].substr(0, target_begin - 1);
  const auto target = lines[0].substr(target_begin, lines[0].rfind(' ') - target_begin);
  const auto question = std::min(target.find('?'), target.size());
  out.path = target.substr(0, question);
  out.query = target.substr(std::min(question + 1, target.size()));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    if (lines[i].front() == ' ') {
      out.headers.back().value += lines[i];
      continue;
    }
    const auto colon = lines[i].find(':');
    out.headers.push_back(
        {std::string(lines[i].substr(0, colon)), std::string(lines[i].substr(colon + 1))});
  }
  return out;
}

void check_official_case(const fs::path& folder) {
  const Json context = read_json(folder / "context.json");
  const Json& credentials = member_at(context, "credentials");
  const RawRequest request = parse_request(read_file(folder / "request.txt"));
  SigningInput input{.method = request.method,
                     .path = request.path,
                     .query = request.query,
                     .headers = request.headers,
                     .body = request.body,
                     .access_key_id = string_at(credentials, "access_key_id"),
                     .secret_access_key = Secret(string_at(credentials, "secret_access_key")),
                     .region = string_at(context, "region"),
                     .service = string_at(context, "service"),
                     .normalize = boolean_at(context, "normalize", true)};
  for (const char c : string_at(context, "timestamp")) {
    if (c != '-' && c != ':') input.timestamp += c;
  }
  input.headers.push_back({"X-Amz-Date", input.timestamp});
  const auto token = string_at(credentials, "token");
  if (!token.empty() && !boolean_at(context, "omit_session_token")) {
    input.headers.push_back({"X-Amz-Security-Token", token});
  }
  if (boolean_at(context, "sign_body")) {
    input.headers.push_back({"X-Amz-Content-Sha256", sha256_hex(request.body)});
  }
  const Signature signature = sign(input);
  EXPECT_EQ(signature.canonical_request, read_file(folder / "header-canonical-request.txt"));
  EXPECT_EQ(signature.string_to_sign, read_file(folder / "header-string-to-sign.txt"));
  EXPECT_EQ(signature.signature, read_file(folder / "header-signature.txt"));
}

// The suite of awslabs/aws-c-auth, tests/aws-signing-test-suite/v4; test data under its own
// licence, not part of this repository.
TEST(SigV4, PassesTheOfficialSuite) {
  const char* suite = std::getenv("PATCHCORD_SIGV4_SUITE");  // NOLINT(concurrency-mt-unsafe)
  if (suite == nullptr || *suite == '\0') {
    GTEST_SKIP() << "PATCHCORD_SIGV4_SUITE does not name the folder of the official SigV4 suite";
  }
  int cases = 0;
  for (const auto& entry : fs::directory_iterator(suite)) {
    if (!fs::exists(entry.path() / "context.json")) continue;
    SCOPED_TRACE(entry.path().filename().string());
    check_official_case(entry.path());
    ++cases;
  }
  EXPECT_GE(cases, 38);
}

TEST(SigV4, AnEncodedPathIsEncodedOnceMore) {
  EXPECT_EQ(canonical_path("/functions/arn%3Aaws%3Alambda"), "/functions/arn%253Aaws%253Alambda");
  EXPECT_EQ(canonical_path(""), "/");
  EXPECT_EQ(canonical_path("/../.."), "/");
  EXPECT_EQ(canonical_path("/a//b/./c/../d/"), "/a/b/d/");
  EXPECT_EQ(canonical_path("/a//b/./c", false), "/a//b/./c");
}

TEST(SigV4, AQueryIsSortedByKeyAndValueAsPairs) {
  EXPECT_EQ(canonical_query("a-b=2&a=1"), "a=1&a-b=2");
  EXPECT_EQ(canonical_query("b&a=2&a=1&&="), "=&a=1&a=2&b=");
  EXPECT_EQ(canonical_query("Marker=a+b%2f%3D"), "Marker=a%2Bb%2F%3D");
}

TEST(SigV4, RepeatedHeadersAreJoinedInTheirOrder) {
  const SigningInput input{.method = "GET",
                           .path = "/",
                           .headers = {{"x-amz-b", " 2  3 "}, {"Host", "h"}, {"X-AMZ-B", "1"}},
                           .timestamp = "20260102T030405Z"};
  const Signature signature = sign(input);
  EXPECT_EQ(signature.signed_headers, "host;x-amz-b");
  EXPECT_NE(signature.canonical_request.find("host:h\nx-amz-b:2 3,1\n\n"), std::string::npos);
}

}  // namespace
}  // namespace patchcord::aws
