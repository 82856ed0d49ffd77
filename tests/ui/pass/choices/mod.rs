mod carries_data;
mod generic;
mod labels_alike;
mod misspelt_option;
mod nothing_to_choose;
mod on_a_struct;
