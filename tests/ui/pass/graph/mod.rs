mod dead_end;
mod end_with_a_way_out;
mod never_finishes;
mod no_entry;
mod unreachable_step;
