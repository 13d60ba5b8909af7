# `cmake --install` puts the program, the libraries and headers, and what find_package(patchcord) needs.
include(CMakePackageConfigHelpers)
get_property(libraries GLOBAL PROPERTY PATCHCORD_LIBRARIES)
install(TARGETS ${libraries} EXPORT patchcord FILE_SET HEADERS)
install(TARGETS patchcord RUNTIME)
install(EXPORT patchcord NAMESPACE patchcord:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/patchcord FILE patchcord-targets.cmake)
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/patchcord-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/patchcord-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/patchcord)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/patchcord-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/patchcord-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/patchcord-config-version.cmake
  ${CMAKE_CURRENT_LIST_DIR}/dependencies.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/patchcord)
