# SPDX-License-Identifier: GPL-3.0-only
# What can be chosen at configure time, and the one target that carries every compiler setting.

option(HOLDFAST_TESTS "Build the tests" ON)
set(HOLDFAST_SANITIZER "none" CACHE STRING "none, address (with undefined) or thread")
set_property(CACHE HOLDFAST_SANITIZER PROPERTY STRINGS none address thread)

# ccache can only keep what was compiled with a precompiled header when told that it may.
find_program(HOLDFAST_CCACHE ccache)
if(HOLDFAST_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${HOLDFAST_CCACHE}")
endif()

set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(holdfast_settings INTERFACE)
target_compile_features(holdfast_settings INTERFACE cxx_std_23)
target_compile_options(holdfast_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Werror)
target_compile_definitions(holdfast_settings INTERFACE
  QT_NO_CAST_FROM_ASCII
  QT_NO_CAST_TO_ASCII
  QT_NO_FOREACH
  QT_USE_QSTRINGBUILDER
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  HOLDFAST_VERSION="${PROJECT_VERSION}")

# Instrumented, g++ 12 takes members of a std::expected or std::optional for uninitialised that never are; without, it
# does not.
if(HOLDFAST_SANITIZER STREQUAL "address")
  target_compile_options(holdfast_settings INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g -Wno-maybe-uninitialized)
  target_link_options(holdfast_settings INTERFACE -fsanitize=address,undefined)
elseif(HOLDFAST_SANITIZER STREQUAL "thread")
  target_compile_options(holdfast_settings INTERFACE
    -fsanitize=thread -fno-omit-frame-pointer -g -Wno-maybe-uninitialized)
  target_link_options(holdfast_settings INTERFACE
    -fsanitize=thread LINKER:--whole-archive,$<TARGET_FILE:holdfast_thread_sanitizer>,--no-whole-archive)
  target_link_libraries(holdfast_settings INTERFACE holdfast_thread_sanitizer)
elseif(NOT HOLDFAST_SANITIZER STREQUAL "none")
  message(FATAL_ERROR "HOLDFAST_SANITIZER is '${HOLDFAST_SANITIZER}'; it takes none, address or thread")
endif()

# Most of a compilation is reading the same headers of Qt and the standard library: they are read once, for all
# targets. A source still includes what it uses (HOLDFAST_PRECOMPILED_HEADERS=OFF proves it).
option(HOLDFAST_PRECOMPILED_HEADERS "Read the common headers once for all targets" ON)
if(HOLDFAST_PRECOMPILED_HEADERS)
  # The marker that ccache needs to see which header a compilation used.
  target_compile_options(holdfast_settings INTERFACE -fpch-preprocess)
endif()

# holdfast_precompile_headers(TARGET): gives a target the common headers.
function(holdfast_precompile_headers target)
  if(HOLDFAST_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM holdfast_common_headers)
  endif()
endfunction()
