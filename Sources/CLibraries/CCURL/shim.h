// Sluice
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <curl/curl.h>

// Swift cannot call variadic functions: each is wrapped here for the arguments that are used.

static inline CURLcode sluice_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sluice_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sluice_curl_set_headers(CURL *handle, struct curl_slist *headers) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
}

/// Sends the body to a function, which gets `context` as its last argument and ends the transfer by taking less.
static inline CURLcode sluice_curl_set_sink(
    CURL *handle, size_t (*sink)(char *, size_t, size_t, void *), void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, sink);
}

static inline long sluice_curl_status(CURL *handle) {
    long status = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}
