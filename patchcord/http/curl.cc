#include "patchcord/http/curl.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>

#include "patchcord/base/check.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/curl_failure.h"
#include "patchcord/http/url.h"

namespace patchcord::http {
namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

// What one exchange collects while libcurl runs.
struct Exchange {
  const CurlOptions& options;
  const Clock& clock;
  Response response{};
  std::size_t header_bytes{};
  std::string too_large{};  // what was, when something was
  bool cancelled{false};
};

std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  if (exchange.response.body.size() + count > exchange.options.max_body) {
    exchange.too_large =
        fmt::format("its answer is larger than {} bytes", exchange.options.max_body);
    return 0;
  }
  exchange.response.body.append(bytes, count);
  return count;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.header_bytes += count;
  if (exchange.header_bytes > exchange.options.max_headers) {
    exchange.too_large = fmt::format("the headers of its answer are larger than {} bytes",
                                     exchange.options.max_headers);
    return 0;
  }
  const std::string_view line = trim(std::string_view(bytes, count));
  // A status line begins a new answer: what came before it were the headers of an interim one.
  if (line.starts_with("HTTP/")) exchange.response.headers.clear();
  if (const auto colon = line.find(':'); colon != std::string_view::npos && colon > 0) {
    exchange.response.headers.push_back(
        {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
  }
  return count;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.cancelled = exchange.clock.cancelled();
  return exchange.cancelled ? 1 : 0;
}

bool breaks_lines(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

bool is_local(const Url& url, const CurlOptions& options) {
  const auto& hosts = options.local_hosts;
  return is_loopback(url) || std::find(hosts.begin(), hosts.end(), url.host) != hosts.end();
}

Result<void> check(const Request& request, const Url& url, const CurlOptions& options) {
  if (url.scheme != "https" && !is_local(url, options)) {
    return Error{
        .code = Code::invalid,
        .what = fmt::format("{} would be sent without encryption", printable(request.url, 200)),
        .hint = "Use https; plain http is only for this machine."};
  }
  for (const auto& header : request.headers) {
    if (breaks_lines(header.name) || breaks_lines(header.value)) {
      return Error{.code = Code::invalid,
                   .what = fmt::format("the header {} has a line break", printable(header.name))};
    }
  }
  return {};
}

// An empty value needs ";", a name alone followed by ":" takes one of libcurl's own headers away.
HeaderList header_list(const Request& request) {
  HeaderList list;
  const auto add = [&list](const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    PATCHCORD_CHECK(longer != nullptr, "out of memory");
    static_cast<void>(list.release());
    list.reset(longer);
  };
  add("Expect:");
  if (!find_header(request.headers, "Content-Type")) add("Content-Type:");
  for (const auto& header : request.headers) {
    add(header.value.empty() ? header.name + ';' : header.name + ": " + header.value);
  }
  return list;
}

bool is_read(const Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

// Nothing of the request was sent: it certainly had no effect.
bool is_before_sending(CURLcode code) {
  constexpr std::array codes = {CURLE_COULDNT_RESOLVE_PROXY,
                                CURLE_COULDNT_RESOLVE_HOST,
                                CURLE_COULDNT_CONNECT,
                                CURLE_SSL_CONNECT_ERROR,
                                CURLE_PEER_FAILED_VERIFICATION,
                                CURLE_SSL_CACERT_BADFILE,
                                CURLE_URL_MALFORMAT};
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

class Curl::Handle {
 public:
  Handle() : easy_(curl_easy_init()) {
    PATCHCORD_CHECK(easy_ != nullptr, "libcurl gives no handle");
  }

  Result<Response> perform(const Request& request, const Url& url, Exchange& exchange) {
    // Keeps connections, sessions and the DNS cache.
    curl_easy_reset(easy_.get());
    error_.fill('\0');
    const auto headers = header_list(request);
    set_connection(request, url, exchange.options);
    set_request(request, headers.get());
    set_callbacks(exchange);
    const CURLcode code = curl_easy_perform(easy_.get());
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK) return failure(code, request, url, exchange);
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
  }

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(easy_.get(), option, value);
    PATCHCORD_CHECK(code == CURLE_OK, "libcurl does not know an option");
  }

  void set_connection(const Request& request, const Url& url, const CurlOptions& options) {
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, url.scheme.c_str());
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options.ca_file.empty()) set(CURLOPT_CAINFO, options.ca_file.c_str());
    set(CURLOPT_PROXY, options.proxy.c_str());
    set(CURLOPT_NOPROXY, is_local(url, options) ? "*" : options.no_proxy.c_str());
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_FRESH_CONNECT, request.repeat == Repeat::unsafe ? 1L : 0L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS,
        std::max(1L, static_cast<long>(request.timeout.value_or(options.timeout).count())));
    set(CURLOPT_USERAGENT, options.user_agent.c_str());
    set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    set(CURLOPT_ERRORBUFFER, error_.data());
  }

  void set_request(const Request& request, curl_slist* headers) {
    set(CURLOPT_HTTPHEADER, headers);
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT" ||
        request.method == "PATCH") {
      set(CURLOPT_POST, 1L);
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.data());
    }
    if (request.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else {
      set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
  }

  void set_callbacks(Exchange& exchange) {
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, &exchange);
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &on_progress);
    set(CURLOPT_XFERINFODATA, &exchange);
  }

  // The connection stood (the bytes of a proxy's CONNECT count for nothing) and bytes of the
  // request went out.
  bool was_sent() {
    long bytes = 0;
    curl_off_t connected = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &bytes);
    curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &connected);
    return bytes > 0 && connected > 0;
  }

  std::string peer() {
    const char* address = nullptr;
    long port = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_PRIMARY_IP, &address);
    curl_easy_getinfo(easy_.get(), CURLINFO_PRIMARY_PORT, &port);
    return fmt::format("{}:{}", address == nullptr ? "" : address, port);
  }

  FailureMeaning meaning(CURLcode code, const Url& url, const Exchange& exchange) {
    if (exchange.cancelled) return {.code = Code::cancelled, .reason = "interrupted"};
    if (!exchange.too_large.empty()) return {.code = Code::protocol, .reason = exchange.too_large};
    CurlFailure failure{.code = code,
                        .said = error_.front() != '\0' ? error_.data() : curl_easy_strerror(code),
                        .host = url.host,
                        .peer = peer()};
    curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &failure.proxy_status);
    curl_easy_getinfo(easy_.get(), CURLINFO_SSL_VERIFYRESULT, &failure.certificate_result);
    return meaning_of(failure);
  }

  Error failure(CURLcode code, const Request& request, const Url& url, const Exchange& exchange) {
    const bool sent = was_sent() && !is_before_sending(code);
    auto meant = meaning(code, url, exchange);
    auto what = fmt::format("{} {}: {}",
                            url.authority,
                            sent ? "gave no usable answer" : "was not reached",
                            meant.reason);
    if (meant.code == Code::cancelled)
      what = fmt::format(
          "interrupted before {} {}", url.authority, sent ? "had answered" : "was reached");
    return Error{.code = meant.code,
                 .what = std::move(what),
                 .effect = sent && !is_read(request) ? Effect::unknown : Effect::none,
                 .hint = std::move(meant.hint)};
  }

  std::unique_ptr<CURL, FreeEasy> easy_;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

Curl::Curl(CurlOptions options, Clock& clock) : options_(std::move(options)), clock_(clock) {
  // libcurl wants it once in a process, before everything else; it is never undone.
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  PATCHCORD_CHECK(ready == CURLE_OK, "libcurl cannot be initialised");
}

Curl::~Curl() = default;

std::unique_ptr<Curl::Handle> Curl::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Handle>();
  auto handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void Curl::give_back(std::unique_ptr<Handle> handle) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(handle));
}

Result<Response> Curl::send(const Request& request) {
  TRY_ASSIGN(const Url url, parse_url(request.url));
  TRY(check(request, url, options_));
  if (clock_.cancelled()) return Error{.code = Code::cancelled, .what = "interrupted"};
  auto handle = take();
  Exchange exchange{.options = options_, .clock = clock_};
  auto answer = handle->perform(request, url, exchange);
  give_back(std::move(handle));
  return answer;
}

}  // namespace patchcord::http
