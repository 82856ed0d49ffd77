mod choice_of_no_closed_set;
mod optional_outside_an_entry;
mod photo_and_album;
mod pick_without_a_view;
mod same_free_input;
mod text_of_what_does_not_parse;
mod two_inputs;
