//! Lets the linker find what N-API needs.

fn main() {
    napi_build::setup();
}
