// Sluice
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <microhttpd.h>
#include <string.h>

// Swift cannot call variadic functions: each is wrapped here for the arguments that are used.

/// Starts a daemon on a listening socket, which it owns from now on; NULL on failure, the socket is then the caller's.
/// All callbacks get `context` as their first argument and run on the daemon's one thread. `certificate` and `key` are
/// PEM texts that live as long as the daemon, or both NULL for a server without TLS.
static inline struct MHD_Daemon *sluice_mhd_start(
    int listener, MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed,
    MHD_NotifyConnectionCallback connection, size_t (*unescape)(void *, struct MHD_Connection *, char *),
    void *context, unsigned int connections, size_t connection_bytes, unsigned int idle_seconds,
    const char *certificate, const char *key) {
    // The first of these options ends the list of a server without TLS.
    struct MHD_OptionItem tls[] = {
        {key == NULL ? MHD_OPTION_END : MHD_OPTION_HTTPS_MEM_KEY, 0, (void *) key},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *) certificate},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *) "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | (key == NULL ? 0 : MHD_USE_TLS), 0, NULL, NULL, handler, context,
        MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context,
        MHD_OPTION_NOTIFY_CONNECTION, connection, context,
        MHD_OPTION_UNESCAPE_CALLBACK, unescape, context,
        MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_bytes,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_ARRAY, tls,
        MHD_OPTION_END);
}

/// The socket of a connection; -1 where the library does not tell.
static inline int sluice_mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : (int) info->connect_fd;
}

/// The address of a connection's client, valid as long as the connection; NULL where the library does not tell.
static inline const struct sockaddr *sluice_mhd_peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info == NULL ? NULL : info->client_addr;
}
