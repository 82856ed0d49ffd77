mod effect_of_another_workflow;
mod goto_a_step_of_another_workflow;
mod goto_no_step;
mod goto_outside_to;
mod nine_steps_in_to;
mod optional_effect_of_another_workflow;
mod receiver_in_a_box;
mod receiver_is_no_step;
mod returns_a_result_of_its_own;
mod returns_another_result;
mod returns_impl_trait;
// An alias: with the feature `docs` that is refused.
#[cfg(not(feature = "docs"))]
mod returns_no_step;
mod returns_nothing;
mod returns_result_of_no_step;
mod returns_the_workflow;
mod rewind_of_another_workflow;
mod rewind_of_no_step;
mod step_of_another_workflow_as_receiver;
// An alias: with the feature `docs` that is refused.
#[cfg(not(feature = "docs"))]
mod step_of_another_workflow_by_another_name;
mod step_of_another_workflow_in_to;
mod step_of_another_workflow_returned;
mod step_twice_in_to;
mod to_of_nothing;
mod to_without_a_tuple;
mod with_what_is_no_effect;
