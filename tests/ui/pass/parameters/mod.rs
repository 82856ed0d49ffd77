mod application_lacks_a_service;
mod no_extractor;
