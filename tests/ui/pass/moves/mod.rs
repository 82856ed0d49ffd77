mod returns_no_step;
mod to_without_a_tuple;
