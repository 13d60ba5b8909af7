#include "patchcord/template/html_entities.h"

#include <algorithm>
#include <array>
#include <utility>

namespace patchcord::simulator {

namespace {

using Entity = std::pair<char32_t, std::string_view>;

// HTML 4.01, section 24, beyond ASCII; sorted by code point.
constexpr std::array entities{
    Entity{0xA0, "nbsp"},      Entity{0xA1, "iexcl"},     Entity{0xA2, "cent"},
    Entity{0xA3, "pound"},     Entity{0xA4, "curren"},    Entity{0xA5, "yen"},
    Entity{0xA6, "brvbar"},    Entity{0xA7, "sect"},      Entity{0xA8, "uml"},
    Entity{0xA9, "copy"},      Entity{0xAA, "ordf"},      Entity{0xAB, "laquo"},
    Entity{0xAC, "not"},       Entity{0xAD, "shy"},       Entity{0xAE, "reg"},
    Entity{0xAF, "macr"},      Entity{0xB0, "deg"},       Entity{0xB1, "plusmn"},
    Entity{0xB2, "sup2"},      Entity{0xB3, "sup3"},      Entity{0xB4, "acute"},
    Entity{0xB5, "micro"},     Entity{0xB6, "para"},      Entity{0xB7, "middot"},
    Entity{0xB8, "cedil"},     Entity{0xB9, "sup1"},      Entity{0xBA, "ordm"},
    Entity{0xBB, "raquo"},     Entity{0xBC, "frac14"},    Entity{0xBD, "frac12"},
    Entity{0xBE, "frac34"},    Entity{0xBF, "iquest"},    Entity{0xC0, "Agrave"},
    Entity{0xC1, "Aacute"},    Entity{0xC2, "Acirc"},     Entity{0xC3, "Atilde"},
    Entity{0xC4, "Auml"},      Entity{0xC5, "Aring"},     Entity{0xC6, "AElig"},
    Entity{0xC7, "Ccedil"},    Entity{0xC8, "Egrave"},    Entity{0xC9, "Eacute"},
    Entity{0xCA, "Ecirc"},     Entity{0xCB, "Euml"},      Entity{0xCC, "Igrave"},
    Entity{0xCD, "Iacute"},    Entity{0xCE, "Icirc"},     Entity{0xCF, "Iuml"},
    Entity{0xD0, "ETH"},       Entity{0xD1, "Ntilde"},    Entity{0xD2, "Ograve"},
    Entity{0xD3, "Oacute"},    Entity{0xD4, "Ocirc"},     Entity{0xD5, "Otilde"},
    Entity{0xD6, "Ouml"},      Entity{0xD7, "times"},     Entity{0xD8, "Oslash"},
    Entity{0xD9, "Ugrave"},    Entity{0xDA, "Uacute"},    Entity{0xDB, "Ucirc"},
    Entity{0xDC, "Uuml"},      Entity{0xDD, "Yacute"},    Entity{0xDE, "THORN"},
    Entity{0xDF, "szlig"},     Entity{0xE0, "agrave"},    Entity{0xE1, "aacute"},
    Entity{0xE2, "acirc"},     Entity{0xE3, "atilde"},    Entity{0xE4, "auml"},
    Entity{0xE5, "aring"},     Entity{0xE6, "aelig"},     Entity{0xE7, "ccedil"},
    Entity{0xE8, "egrave"},    Entity{0xE9, "eacute"},    Entity{0xEA, "ecirc"},
    Entity{0xEB, "euml"},      Entity{0xEC, "igrave"},    Entity{0xED, "iacute"},
    Entity{0xEE, "icirc"},     Entity{0xEF, "iuml"},      Entity{0xF0, "eth"},
    Entity{0xF1, "ntilde"},    Entity{0xF2, "ograve"},    Entity{0xF3, "oacute"},
    Entity{0xF4, "ocirc"},     Entity{0xF5, "otilde"},    Entity{0xF6, "ouml"},
    Entity{0xF7, "divide"},    Entity{0xF8, "oslash"},    Entity{0xF9, "ugrave"},
    Entity{0xFA, "uacute"},    Entity{0xFB, "ucirc"},     Entity{0xFC, "uuml"},
    Entity{0xFD, "yacute"},    Entity{0xFE, "thorn"},     Entity{0xFF, "yuml"},
    Entity{0x152, "OElig"},    Entity{0x153, "oelig"},    Entity{0x160, "Scaron"},
    Entity{0x161, "scaron"},   Entity{0x178, "Yuml"},     Entity{0x192, "fnof"},
    Entity{0x2C6, "circ"},     Entity{0x2DC, "tilde"},    Entity{0x391, "Alpha"},
    Entity{0x392, "Beta"},     Entity{0x393, "Gamma"},    Entity{0x394, "Delta"},
    Entity{0x395, "Epsilon"},  Entity{0x396, "Zeta"},     Entity{0x397, "Eta"},
    Entity{0x398, "Theta"},    Entity{0x399, "Iota"},     Entity{0x39A, "Kappa"},
    Entity{0x39B, "Lambda"},   Entity{0x39C, "Mu"},       Entity{0x39D, "Nu"},
    Entity{0x39E, "Xi"},       Entity{0x39F, "Omicron"},  Entity{0x3A0, "Pi"},
    Entity{0x3A1, "Rho"},      Entity{0x3A3, "Sigma"},    Entity{0x3A4, "Tau"},
    Entity{0x3A5, "Upsilon"},  Entity{0x3A6, "Phi"},      Entity{0x3A7, "Chi"},
    Entity{0x3A8, "Psi"},      Entity{0x3A9, "Omega"},    Entity{0x3B1, "alpha"},
    Entity{0x3B2, "beta"},     Entity{0x3B3, "gamma"},    Entity{0x3B4, "delta"},
    Entity{0x3B5, "epsilon"},  Entity{0x3B6, "zeta"},     Entity{0x3B7, "eta"},
    Entity{0x3B8, "theta"},    Entity{0x3B9, "iota"},     Entity{0x3BA, "kappa"},
    Entity{0x3BB, "lambda"},   Entity{0x3BC, "mu"},       Entity{0x3BD, "nu"},
    Entity{0x3BE, "xi"},       Entity{0x3BF, "omicron"},  Entity{0x3C0, "pi"},
    Entity{0x3C1, "rho"},      Entity{0x3C2, "sigmaf"},   Entity{0x3C3, "sigma"},
    Entity{0x3C4, "tau"},      Entity{0x3C5, "upsilon"},  Entity{0x3C6, "phi"},
    Entity{0x3C7, "chi"},      Entity{0x3C8, "psi"},      Entity{0x3C9, "omega"},
    Entity{0x3D1, "thetasym"}, Entity{0x3D2, "upsih"},    Entity{0x3D6, "piv"},
    Entity{0x2002, "ensp"},    Entity{0x2003, "emsp"},    Entity{0x2009, "thinsp"},
    Entity{0x200C, "zwnj"},    Entity{0x200D, "zwj"},     Entity{0x200E, "lrm"},
    Entity{0x200F, "rlm"},     Entity{0x2013, "ndash"},   Entity{0x2014, "mdash"},
    Entity{0x2018, "lsquo"},   Entity{0x2019, "rsquo"},   Entity{0x201A, "sbquo"},
    Entity{0x201C, "ldquo"},   Entity{0x201D, "rdquo"},   Entity{0x201E, "bdquo"},
    Entity{0x2020, "dagger"},  Entity{0x2021, "Dagger"},  Entity{0x2022, "bull"},
    Entity{0x2026, "hellip"},  Entity{0x2030, "permil"},  Entity{0x2032, "prime"},
    Entity{0x2033, "Prime"},   Entity{0x2039, "lsaquo"},  Entity{0x203A, "rsaquo"},
    Entity{0x203E, "oline"},   Entity{0x2044, "frasl"},   Entity{0x20AC, "euro"},
    Entity{0x2111, "image"},   Entity{0x2118, "weierp"},  Entity{0x211C, "real"},
    Entity{0x2122, "trade"},   Entity{0x2135, "alefsym"}, Entity{0x2190, "larr"},
    Entity{0x2191, "uarr"},    Entity{0x2192, "rarr"},    Entity{0x2193, "darr"},
    Entity{0x2194, "harr"},    Entity{0x21B5, "crarr"},   Entity{0x21D0, "lArr"},
    Entity{0x21D1, "uArr"},    Entity{0x21D2, "rArr"},    Entity{0x21D3, "dArr"},
    Entity{0x21D4, "hArr"},    Entity{0x2200, "forall"},  Entity{0x2202, "part"},
    Entity{0x2203, "exist"},   Entity{0x2205, "empty"},   Entity{0x2207, "nabla"},
    Entity{0x2208, "isin"},    Entity{0x2209, "notin"},   Entity{0x220B, "ni"},
    Entity{0x220F, "prod"},    Entity{0x2211, "sum"},     Entity{0x2212, "minus"},
    Entity{0x2217, "lowast"},  Entity{0x221A, "radic"},   Entity{0x221D, "prop"},
    Entity{0x221E, "infin"},   Entity{0x2220, "ang"},     Entity{0x2227, "and"},
    Entity{0x2228, "or"},      Entity{0x2229, "cap"},     Entity{0x222A, "cup"},
    Entity{0x222B, "int"},     Entity{0x2234, "there4"},  Entity{0x223C, "sim"},
    Entity{0x2245, "cong"},    Entity{0x2248, "asymp"},   Entity{0x2260, "ne"},
    Entity{0x2261, "equiv"},   Entity{0x2264, "le"},      Entity{0x2265, "ge"},
    Entity{0x2282, "sub"},     Entity{0x2283, "sup"},     Entity{0x2284, "nsub"},
    Entity{0x2286, "sube"},    Entity{0x2287, "supe"},    Entity{0x2295, "oplus"},
    Entity{0x2297, "otimes"},  Entity{0x22A5, "perp"},    Entity{0x22C5, "sdot"},
    Entity{0x2308, "lceil"},   Entity{0x2309, "rceil"},   Entity{0x230A, "lfloor"},
    Entity{0x230B, "rfloor"},  Entity{0x2329, "lang"},    Entity{0x232A, "rang"},
    Entity{0x25CA, "loz"},     Entity{0x2660, "spades"},  Entity{0x2663, "clubs"},
    Entity{0x2665, "hearts"},  Entity{0x2666, "diams"},
};

static_assert(std::is_sorted(entities.begin(), entities.end()));

}  // namespace

std::string_view html_entity(char32_t code_point) {
  const auto found = std::lower_bound(
      entities.begin(), entities.end(), code_point, [](const Entity& entity, char32_t wanted) {
        return entity.first < wanted;
      });
  return found != entities.end() && found->first == code_point ? found->second : std::string_view{};
}

}  // namespace patchcord::simulator
