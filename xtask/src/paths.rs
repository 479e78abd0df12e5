//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use crate::version::Abi;

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable for `cargo xtask`; the constant serves when the binary is started by hand.
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().map_or_else(|| ".".into(), Path::to_owned)
}

/// The folder for everything that a verb leaves behind.
pub(crate) fn scratch() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(target).join("xtask")
}

/// One folder for each purpose and Python: what is built for one Python cannot serve another.
pub(crate) fn scratch_for(purpose: &str, abi: Abi) -> PathBuf {
    scratch().join(format!("{purpose}-{abi}"))
}

/// The file name of a Rust `cdylib` on this system.
pub(crate) fn cdylib(name: &str) -> String {
    format!(
        "{}{name}{}",
        env::consts::DLL_PREFIX,
        env::consts::DLL_SUFFIX
    )
}
