mod command_on_a_view;
mod returns_no_view;
mod returns_nothing;
mod takes_the_step;
mod two_for_one_role;
mod two_views_of_a_step;
mod view_of_another_workflow;
