// The roles: whether the documents that follow from the manifest do exactly their job.
#pragma once

#include "patchcord/lint/findings.h"
#include "patchcord/manifest/compile.h"
#include "patchcord/manifest/manifest.h"
#include "patchcord/plan/role_documents.h"

namespace patchcord::lint {

// Proves each role's documents: Genesys Cloud gets in with its external id and nobody else does;
// the functions can be invoked and nothing else can. Before the organization is known, an invented
// id stands for its own.
void check_roles(const Manifest& manifest, const Compiled& compiled, Findings& findings);

// The proof of given documents, for what they should say.
policy::Findings prove_documents(const RoleDocuments& documents,
                                 const policy::GenesysTrust& trust,
                                 const DesiredRole& role);

}  // namespace patchcord::lint
