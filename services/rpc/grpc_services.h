// The generated service classes, joined to our handlers.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include <grpcpp/impl/codegen/service_type.h>

#include "services/rpc/gate.h"
#include "services/rpc/watch.h"

namespace quorate::services::rpc {

// One object for each service of the contract, to be registered with a server. They keep references
// to both arguments.
std::vector<std::unique_ptr<grpc::Service>> MakeServices(const Gate& gate, Watchers& watchers);

// "quorate.v1.StudyService" and so on, in the order of MakeServices().
std::vector<std::string> ServiceNames();

// Refuses, naming each, if a method of the contract has no line in the authorization table, or the
// table a line for none. Asked before a server starts.
engine::Status CheckAuthorizationTable();

}  // namespace quorate::services::rpc
