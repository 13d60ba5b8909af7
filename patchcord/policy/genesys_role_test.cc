#include "patchcord/policy/genesys_role.h"
