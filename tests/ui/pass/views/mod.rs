mod takes_the_step;
