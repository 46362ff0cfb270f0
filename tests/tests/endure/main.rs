//! What the product keeps: through kills, full disks and damage, in few bytes, and for chargers that others wrote.

mod disk;
mod interop;
mod killed;
mod packed;
