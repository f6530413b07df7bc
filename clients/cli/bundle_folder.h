// Folders of files on disk: read whole, or put in place whole.

#pragma once

#include <string>
#include <string_view>

#include "clients/cli/bundle.h"
#include "engine/base/result.h"

namespace quorate::cli {

// Every file under the folder. Refuses with kUnreadable, naming the place and the mend: no such
// folder, a file in its place, a folder without the files that make a bundle, anything in it that
// is neither file nor folder (a link could lead outside), a file that cannot be read.
engine::Result<BundleBytes> ReadBundle(const std::string& path);

// Writes the files into a new folder beside `path`, makes them durable, and puts it in the place of
// what is at `path`, which is then gone. On a failure nothing at `path` has changed, and what was
// begun is cleared away. Refuses with kStorageFull on a full disk, else with kUnavailable.
engine::Status WriteFolder(const std::string& path, const BundleBytes& bytes);

// Refuses a path that could lead outside its folder or that sha256sum would have to quote.
engine::Status CheckPath(std::string_view path);

bool Exists(const std::string& path);
bool IsEmptyFolder(const std::string& path);

}  // namespace quorate::cli
