mod data_without_names;
mod field_that_can_not_be_stored;
mod stored_names_alike;
