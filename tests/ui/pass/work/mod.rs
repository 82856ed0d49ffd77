mod may_never_return;
mod neither_done_nor_failed;
