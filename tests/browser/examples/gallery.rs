//! A bot that takes files, with nothing kept from before: `gallery`. Says where it is, and ends when it is asked to.

use workflow::surface::web::Web;
use workflow_tests::gallery::Museum;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let museum = Museum::new().await;
    let web = Web::bind("127.0.0.1:0").title("gallery").media(museum.media.clone());
    let address = web.address();
    let engine = museum.builder().await.surface(web).build().await.unwrap();
    println!("gallery is at http://{}", address.borrow().unwrap());
    engine.run(workflow::shutdown_signal()).await.unwrap();
}
