#include "patchcord/cli/program.h"

int main(int argc, char** argv) {
  return patchcord::cli::run(argc, argv);
}
