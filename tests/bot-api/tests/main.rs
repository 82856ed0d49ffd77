//! How strict the emulator is.
