# SPDX-License-Identifier: GPL-3.0-only
# Swagger UI, which shows the API's description and lets people try it. It comes from npm, pinned by version and digest,
# once for a build directory. Where there is no npm or no network, the build goes on without it and /docs is a plain page.
option(HOLDFAST_SWAGGER_UI "Put Swagger UI into the program, when npm can get it" ON)

set(swagger_ui_version 5.33.3)
set(swagger_ui_sha512
  ef124ac408dffbf6a3956fd5fdd31f6e263e342e415ad6efcf3748fc0b17e54cccb4e32e766173fed8ee28dd2337b4157b976b28a9f1d3509d60426f4c5bd097)
set(swagger_ui_folder "${CMAKE_BINARY_DIR}/swagger-ui-${swagger_ui_version}")
# Apache-2.0 asks for its text and the notices to go along.
set(swagger_ui_files swagger-ui.css swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt LICENSE NOTICE)

# holdfast_fetch_swagger_ui(VARIABLE): the paths of its files, or nothing.
function(holdfast_fetch_swagger_ui variable)
  set(paths "")
  if(HOLDFAST_SWAGGER_UI AND NOT EXISTS "${swagger_ui_folder}/package")
    holdfast_download_swagger_ui()
  endif()
  if(HOLDFAST_SWAGGER_UI AND EXISTS "${swagger_ui_folder}/package")
    list(TRANSFORM swagger_ui_files PREPEND "${swagger_ui_folder}/package/" OUTPUT_VARIABLE paths)
  endif()
  set(${variable} "${paths}" PARENT_SCOPE)
endfunction()

# Leaves swagger_ui_folder/package behind, complete, or nothing.
function(holdfast_download_swagger_ui)
  find_program(HOLDFAST_NPM npm)
  if(NOT HOLDFAST_NPM)
    message(STATUS "Without Swagger UI: npm is not installed")
    return()
  endif()
  set(archive "${swagger_ui_folder}/swagger-ui-dist-${swagger_ui_version}.tgz")
  file(MAKE_DIRECTORY "${swagger_ui_folder}")
  message(STATUS "Getting Swagger UI ${swagger_ui_version} from npm")
  execute_process(
    COMMAND "${HOLDFAST_NPM}" pack "swagger-ui-dist@${swagger_ui_version}" --ignore-scripts --silent
      --fetch-retries=0 --fetch-timeout=20000
    WORKING_DIRECTORY "${swagger_ui_folder}" TIMEOUT 60 RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
  if(NOT result EQUAL 0 OR NOT EXISTS "${archive}")
    message(STATUS "Without Swagger UI: npm could not get it")
    return()
  endif()
  file(SHA512 "${archive}" digest)
  if(NOT digest STREQUAL swagger_ui_sha512)
    file(REMOVE "${archive}")
    message(WARNING "Without Swagger UI: what npm got is not what was pinned")
    return()
  endif()
  holdfast_unpack_swagger_ui("${archive}")
endfunction()

function(holdfast_unpack_swagger_ui archive)
  set(wanted ${swagger_ui_files})
  list(TRANSFORM wanted PREPEND "package/")
  file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${swagger_ui_folder}/unpacking" PATTERNS ${wanted})
  file(RENAME "${swagger_ui_folder}/unpacking/package" "${swagger_ui_folder}/package")
  file(REMOVE_RECURSE "${swagger_ui_folder}/unpacking" "${archive}")
endfunction()
